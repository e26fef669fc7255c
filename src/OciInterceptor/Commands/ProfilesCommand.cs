using System.CommandLine;
using System.Text;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules.Seccomp;

namespace OciInterceptor.Commands;

/// <summary>oi-profiles: lists the profiles and the seccomp filters, or shows one; profiles as they are written.</summary>
internal sealed class ProfilesCommand : OiCommand
{
    private readonly Argument<string?> _name = new("NAME")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "the profile or seccomp filter to show (default: list all)",
    };

    private readonly Option<string> _output;

    internal ProfilesCommand()
        : base("oi-profiles", "list the profiles and the built-in seccomp filters, or show one", "An operator's profile replaces a built-in one of the same name.")
    {
        Command.Arguments.Add(_name);
        _output = AddChoice("--output", "human: for people; json: for scripts, without comments", "human", "json");
    }

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var isJson = arguments.GetValue(_output) == "json";
        if (arguments.GetValue(_name) is not { } name)
        {
            var profiles = context.Loader.Profiles.Map(profile => (profile.Name, profile.Origin, context.Loader.DateOf(profile.Name)));
            return new CommandResult(isJson ? IndentedJson.Text(JsonBuilder.List(profiles.Select(AsJson).Concat(BuiltInFilter.All.Select(AsJson)))) : AsText(profiles));
        }
        if (BuiltInFilter.Find(name) is { } filter && !context.Loader.Profiles.Any(profile => profile.Name == name))
        {
            return new CommandResult(IndentedJson.Text(filter.Read(context.Machine).For([]).Json));
        }
        var profile = context.Loader.ReadProfile(name);
        return isJson
            ? new CommandResult(IndentedJson.Text(CommentedJson.Parse(profile.Content.ToArray(), profile.Path)))
            : new CommandResult(profile.Content);
    }

    private static string AsText(ImmutableArray<(string Name, string Origin, string? Date)> profiles)
    {
        var text = new StringBuilder();
        AppendTable(text, profiles.Map(static profile => (profile.Name, profile.Date is null ? profile.Origin : $"{profile.Origin}, of {profile.Date}")));
        text.Append("\nfor \"profile\" of a seccomp rule, last compared with their sources on ").Append(BuiltInFilter.DateText).Append(":\n");
        AppendTable(text, BuiltInFilter.All.Map(static filter => (filter.Name, filter.Source)));
        return text.ToString();
    }

    private static void AppendTable(StringBuilder text, IReadOnlyList<(string Name, string Origin)> rows)
    {
        var width = 2;
        foreach (var (name, _) in rows)
        {
            width = Math.Max(width, name.Length + 2);
        }
        foreach (var (name, origin) in rows)
        {
            text.Append(OneLine.Of(name).PadRight(width)).Append(OneLine.Of(origin)).Append('\n');
        }
    }

    private static JsonObject AsJson((string Name, string Origin, string? Date) profile) => JsonBuilder.Object(
        ("name", JsonScalar.Of(profile.Name)), ("origin", JsonScalar.Of(profile.Origin)), ("kind", JsonScalar.Of("policy")), ("date", JsonBuilder.Text(profile.Date)));

    private static JsonObject AsJson(BuiltInFilter filter) => JsonBuilder.Object(
        ("name", JsonScalar.Of(filter.Name)), ("origin", JsonScalar.Of(PolicyLoader.BuiltIn)), ("kind", JsonScalar.Of("seccomp")),
        ("source", JsonScalar.Of(filter.Source)), ("date", JsonScalar.Of(BuiltInFilter.DateText)));
}
