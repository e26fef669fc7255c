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
    private readonly Argument<string?> _name = new("PROFILE")
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

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("List profiles and seccomp filters", "oci-interceptor oi-profiles"),
        new("Start a profile of your own from a built-in one", "oci-interceptor oi-profiles hardened >profiles/ours.json"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var isJson = arguments.GetValue(_output) == "json";
        if (arguments.GetValue(_name) is not { } name)
        {
            var profiles = context.Loader.Profiles.Map(profile => new ListedProfile(profile.Name, profile.Origin, context.Loader.About(profile.Name)));
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

    private readonly record struct ListedProfile(string Name, string Origin, (string? Description, string? Date) About);

    private static string AsText(ImmutableArray<ListedProfile> profiles)
    {
        var text = new StringBuilder();
        foreach (var (name, origin, (description, date)) in profiles)
        {
            text.Append(OneLine.Of(name)).Append("  (").Append(OneLine.Of(origin)).Append(date is null ? "" : $", of {date}").Append(")\n");
            if (description is not null)
            {
                text.Append("    ").Append(OneLine.Of(description)).Append('\n');
            }
        }
        text.Append("\nfor \"profile\" of a seccomp rule, last compared with their sources on ").Append(BuiltInFilter.DateText).Append(":\n");
        foreach (var filter in BuiltInFilter.All)
        {
            text.Append(filter.Name).Append("  (").Append(filter.Source).Append(")\n");
        }
        return text.ToString();
    }

    private static JsonObject AsJson(ListedProfile profile) => JsonBuilder.Object(
        ("name", JsonScalar.Of(profile.Name)), ("origin", JsonScalar.Of(profile.Origin)), ("kind", JsonScalar.Of("policy")),
        ("description", JsonBuilder.Text(profile.About.Description)), ("date", JsonBuilder.Text(profile.About.Date)));

    private static JsonObject AsJson(BuiltInFilter filter) => JsonBuilder.Object(
        ("name", JsonScalar.Of(filter.Name)), ("origin", JsonScalar.Of(PolicyLoader.BuiltIn)), ("kind", JsonScalar.Of("seccomp")),
        ("source", JsonScalar.Of(filter.Source)), ("date", JsonScalar.Of(BuiltInFilter.DateText)));
}
