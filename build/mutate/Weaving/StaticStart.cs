using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutate.Weaving;

/// <summary>Marks where a type's static values are made: that happens once in a process, for whichever test comes first.</summary>
internal static class StaticStart
{
    internal static TypeDeclarationSyntax Mark(TypeDeclarationSyntax type)
    {
        type = type.ReplaceNodes(
            type.Members.OfType<ConstructorDeclarationSyntax>().Where(constructor => constructor.Modifiers.Any(SyntaxKind.StaticKeyword) && constructor.Body is not null),
            (_, constructor) => constructor.WithBody(SyntaxFactory.Block(
                Statement("global::OciInterceptor.Mutant.Enter();"), constructor.Body!, Statement("global::OciInterceptor.Mutant.Leave();"))));
        return type.Members.Any(IsMadeAtStart) ? type.WithMembers(type.Members.Insert(0, Field("Enter")).Add(Field("Leave"))) : type;
    }

    private static bool IsMadeAtStart(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.StaticKeyword) && field.Declaration.Variables.Any(variable => variable.Initializer is not null),
        PropertyDeclarationSyntax property => property.Modifiers.Any(SyntaxKind.StaticKeyword) && property.Initializer is not null,
        _ => false,
    };

    private static MemberDeclarationSyntax Field(string what) =>
        SyntaxFactory.ParseMemberDeclaration($"private static readonly int __mutant{what} = global::OciInterceptor.Mutant.{what}();")!;

    private static StatementSyntax Statement(string text) => SyntaxFactory.ParseStatement(text);
}
