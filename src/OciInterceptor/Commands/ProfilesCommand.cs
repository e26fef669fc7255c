using System.CommandLine;
using System.Text;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands;

/// <summary>oi-profiles: lists the profiles, or shows one as it is written.</summary>
internal sealed class ProfilesCommand : OiCommand
{
    private readonly Argument<string?> _name = new("NAME")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "the profile to show (default: list all)",
    };

    private readonly Option<string> _output;

    internal ProfilesCommand()
        : base("oi-profiles", "list the profiles, or show one", "An operator's profile replaces a built-in one of the same name.")
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
            return new CommandResult(isJson ? IndentedJson.Text(JsonBuilder.List(profiles.Select(AsJson))) : AsText(profiles));
        }
        var profile = context.Loader.ReadProfile(name);
        return isJson
            ? new CommandResult(IndentedJson.Text(CommentedJson.Parse(profile.Content.ToArray(), profile.Path)))
            : new CommandResult(profile.Content);
    }

    private static string AsText(ImmutableArray<(string Name, string Origin, string? Date)> profiles)
    {
        var width = 2;
        foreach (var (name, _, _) in profiles)
        {
            width = Math.Max(width, name.Length + 2);
        }
        var text = new StringBuilder();
        foreach (var (name, origin, date) in profiles)
        {
            text.Append(OneLine.Of(name).PadRight(width)).Append(OneLine.Of(origin)).Append(date is null ? "" : $", of {OneLine.Of(date)}").Append('\n');
        }
        return text.ToString();
    }

    private static JsonObject AsJson((string Name, string Origin, string? Date) profile) =>
        JsonBuilder.Object(("name", JsonScalar.Of(profile.Name)), ("origin", JsonScalar.Of(profile.Origin)), ("date", JsonBuilder.Text(profile.Date)));
}
