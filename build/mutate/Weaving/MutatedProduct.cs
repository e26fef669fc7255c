using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Weaving;

/// <summary>The product with many mutants in it, each behind its switch; those that do not compile are left out.</summary>
internal sealed class MutatedProduct
{
    private readonly Dictionary<SyntaxTree, List<Placement>> _placements;
    private readonly Dictionary<SyntaxTree, SyntaxTree> _woven = [];
    private CSharpCompilation _compilation;

    internal MutatedProduct(Product product, IReadOnlyList<Mutant> mutants, int count)
    {
        var files = product.Sources.ToDictionary(product.FileOf);
        _compilation = product.Compilation;
        _placements = mutants.GroupBy(mutant => files[mutant.File]).AsParallel().Select(group =>
        {
            var placing = new Placing(product.Compilation.GetSemanticModel(group.Key));
            return (Tree: group.Key, Placed: group.Select(placing.Of).OfType<Placement>().ToList());
        }).ToDictionary(pair => pair.Tree, pair => pair.Placed);

        var options = (CSharpParseOptions)product.Sources[0].Options;
        _compilation = _compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(MutantSwitch.Source(count), options, "Mutant.cs"));
        // Every source: a static value may be made by a call of another file.
        Weave(product.Sources);
        for (var changed = (IReadOnlyList<SyntaxTree>)[.. _placements.Keys]; changed.Count > 0;)
        {
            changed = [.. changed.Where(WithoutFaults(changed).Contains)];
            Weave(changed);
        }
        Mutants = [.. _placements.Values.SelectMany(placements => placements).Select(placement => placement.Mutant).OrderBy(mutant => mutant.Id)];
        Resources = product.Resources;
    }

    /// <summary>Those that it has.</summary>
    internal IReadOnlyList<Mutant> Mutants { get; }

    private IReadOnlyList<ResourceDescription> Resources { get; }

    internal void Write(string path)
    {
        using var file = File.Create(path);
        var result = _compilation.Emit(file, manifestResources: Resources);
        if (!result.Success)
        {
            throw new MutateException($"the mutated product does not compile: {string.Join('\n', result.Diagnostics.Where(IsError).Take(20))}");
        }
    }

    private void Weave(IEnumerable<SyntaxTree> trees)
    {
        foreach (var (tree, woven) in trees.AsParallel().Select(tree => (tree, new Weaver(tree, _placements.GetValueOrDefault(tree) ?? []).Weave())).ToList())
        {
            _compilation = _compilation.ReplaceSyntaxTree(_woven.GetValueOrDefault(tree) ?? tree, woven);
            _woven[tree] = woven;
        }
    }

    // Takes the mutants that the compiler complains of out of the lists; returns the sources that had some.
    private HashSet<SyntaxTree> WithoutFaults(IEnumerable<SyntaxTree> trees) =>
    [
        .. trees.AsParallel().Where(tree =>
        {
            var woven = _woven[tree];
            var errors = _compilation.GetSemanticModel(woven).GetDiagnostics().Where(IsError).ToList();
            if (errors.Count == 0)
            {
                return false;
            }
            var faulty = errors.SelectMany(error => MutantsOf(tree, error.Location)).ToHashSet();
            if (_placements.GetValueOrDefault(tree) is not { } placements || placements.RemoveAll(placement => faulty.Contains(placement.Mutant.Id)) == 0)
            {
                throw new MutateException($"not because of a mutant: {errors[0]}");
            }
            return true;
        }),
    ];

    // The mutant in which the error is; otherwise those of the member that do not compile alone; otherwise all of the member.
    private IEnumerable<int> MutantsOf(SyntaxTree tree, Location location)
    {
        var node = location.SourceTree!.GetRoot().FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        if (node.AncestorsAndSelf().SelectMany(Ids).FirstOrDefault(-1) is >= 0 and var id)
        {
            return [id];
        }
        var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? location.SourceTree.GetRoot();
        var all = member.DescendantNodes().SelectMany(Ids).ToHashSet();
        var faulty = _placements[tree].Where(placement => all.Contains(placement.Mutant.Id) && !CompilesAlone(tree, placement)).Select(placement => placement.Mutant.Id).ToList();
        return faulty.Count > 0 ? faulty : all;
    }

    private bool CompilesAlone(SyntaxTree tree, Placement placement)
    {
        var woven = new Weaver(tree, [placement]).Weave();
        return !_compilation.ReplaceSyntaxTree(_woven[tree], woven).GetSemanticModel(woven).GetDiagnostics().Any(IsError);
    }

    private static IEnumerable<int> Ids(SyntaxNode node) =>
        node.GetAnnotations(Weaver.Annotation).Select(annotation => int.Parse(annotation.Data!, CultureInfo.InvariantCulture));

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;
}
