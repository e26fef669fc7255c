using System.Text.Json.Nodes;
using OciInterceptor.Commands;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Commands;

/// <summary>oi-record over records in a directory of the test; double quotes are written as single ones.</summary>
public sealed class RecordCommandTests : IDisposable
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string First = "20261128T080000.000000Z-0123456789abcdef.json";
    private const string Second = "20261129T080000.000000Z-0123456789abcdef.json";
    private const string Third = "20261130T080000.000000Z-0123456789abcdef.json";

    private readonly CommandRun _run = new();

    public RecordCommandTests()
    {
        _run.Write($"record/{Third}", "{");
        _run.Write($"record/{First}", $"{{'record':1,'verb':'create','containerId':'{Id}','engine':'docker','docker':{{'image':'nginx\\u001b'}},'result':'allowed','document':{{ 'mounts': [] }}}}\n");
        _run.Write($"record/{Second}", "{'record':1,'verb':'exec','result':'refused','redacted':true,'document':{'args':[]}}");
        _run.Write("record/notes.txt", "mine");
        File.CreateSymbolicLink($"{Record}/20261130T090000.000000Z-0123456789abcdef.json", $"{Record}/{First}");
        InForce("'maxCount':2,'maxBytes':'64m','maxAge':'20000d'");
    }

    public void Dispose() => _run.Dispose();

    private string Record => Path.Combine(_run.Root, "record");

    [Fact]
    public void The_number_the_size_and_the_age_are_shown_with_the_bounds()
    {
        var size = Directory.GetFiles(Record, "*Z-*.json").Where(path => new FileInfo(path).LinkTarget is null).Sum(path => new FileInfo(path).Length);
        Text().Should().Be($"""
            {Record}: 3 records with {size} bytes, from 2026-11-28T08:00:00Z to 2026-11-30T08:00:00Z
            The policy in force keeps 2 records, 64 MiB and 20000d at most, with the values of variables.

            """);
        JsonNode.Parse(Text("--output", "json"))!.ToJsonString().Should().Be(
            $$$"""{"directory":"{{{Record}}}","count":3,"bytes":{{{size}}},"oldest":"2026-11-28T08:00:00Z","newest":"2026-11-30T08:00:00Z","recorder":{"maxCount":2,"maxBytes":67108864,"maxAge":"20000d","redactEnvironment":false}}""");
    }

    [Fact]
    public void Another_directory_has_no_bounds()
    {
        var other = Directory.CreateDirectory(Path.Combine(_run.Root, "other")).FullName;
        Text(other).Should().Be($"{other}: 0 records with 0 bytes\nThe policy in force records nothing there.\n");
        File.WriteAllText($"{other}/{First}", new string(' ', 2000));
        Text(other).Should().StartWith($"{other}: 1 record with 2 KiB, from 2026-11-28T08:00:00Z\n");
        JsonNode.Parse(Text(other, "--output", "json"))!.ToJsonString().Should().NotContain("\"recorder\"");
        Failure(other, "--prune").Should().Be($"oi-record: --prune needs --max-count, --max-bytes or --max-age, because the policy in force has no recorder for {other}");
    }

    [Fact]
    public void A_recorder_that_redacts_says_so()
    {
        InForce("'redactEnvironment':true");
        Text().Should().EndWith("The policy in force keeps 10,000 records, 256 MiB and 30d at most, without the values of variables.\n");
    }

    [Fact]
    public void Each_record_is_listed_and_a_damaged_one_with_the_cause()
    {
        Text("--list").Should().Be($"""
            {First}  allowed  create   0123456789ab  docker  nginx\u001b
            {Second}  refused  exec
            {Third}  cannot be read: {Third}:1:2: not valid JSON: the document ends inside the object that begins at 1:1

            """);
        var list = JsonNode.Parse(Text("--list", "--output", "json"))!.AsArray();
        list[0]!.ToJsonString().Should().Contain($"\"record\":\"{First}\"").And.Contain("\"verb\":\"create\"").And.Contain($"\"containerId\":\"{Id}\"").And.Contain("\"engine\":\"docker\"").And.NotContain("redacted");
        list[1]!["redacted"]!.GetValue<bool>().Should().BeTrue();
        list[2]!["error"]!.GetValue<string>().Should().Contain("not valid JSON");
    }

    [Fact]
    public void The_document_of_a_record_is_written_as_the_engine_made_it()
    {
        Text("--export", First).Should().Be("{ \"mounts\": [] }");
        Failure("--export", Third).Should().Be($"cannot export {Third}: {Third}:1:2: not valid JSON: the document ends inside the object that begins at 1:1");
        Failure("--export", "20261130T090000.000000Z-0123456789abcdef.json").Should().EndWith(": it is a symbolic link");
        Failure("--export", "none.json").Should().Be($"cannot export none.json: {Errno.Message(Errno.ENOENT)}");
        Failure("--export", "../x").Should().StartWith("oi-record: invalid --export \"../x\": want the name of a record in ");
    }

    [Fact]
    public void The_bounds_in_force_are_applied()
    {
        Text("--prune").Should().MatchRegex("^removed 1 record with [0-9]+ bytes; 2 records with [0-9]+ bytes left\n$");
        Directory.GetFiles(Record).Select(Path.GetFileName).Should().NotContain(First).And.Contain([Second, Third, "notes.txt"]);
    }

    [Theory]
    [InlineData("--max-count", "1", 1)]
    [InlineData("--max-count", "0", 0)]
    [InlineData("--max-bytes", "1", 1)]
    [InlineData("--max-age", "0s", 0)]
    [InlineData("--max-age", "20000d", 2)]
    public void Others_take_their_place(string option, string value, int left)
    {
        Text("--prune", option, value).Should().Contain($"; {left} record{(left == 1 ? "" : "s")} with ");
        Directory.GetFiles(Record, "*Z-*.json").Count(path => new FileInfo(path).LinkTarget is null).Should().Be(left);
    }

    [Fact]
    public void A_directory_without_a_recorder_is_pruned_by_what_is_asked_for_alone()
    {
        _run.WritePolicy("{}");
        Text(Record, "--prune", "--max-count", "2").Should().StartWith("removed 1 record ");
        Text(Record, "--prune", "--max-bytes", "1g").Should().StartWith("removed 0 records ");
        Text(Record, "--prune", "--max-age", "0d").Should().StartWith("removed 2 records ");
    }

    [Theory]
    [InlineData("--list --prune", "oi-record: want one of --list, --prune and --export")]
    [InlineData("--list --export x", "oi-record: want one of --list, --prune and --export")]
    [InlineData("--max-count 1", "oi-record: --max-count, --max-bytes and --max-age need --prune")]
    [InlineData("--prune --max-count x", "oi-record: invalid --max-count \"x\": want a number")]
    [InlineData("--prune --max-bytes x", "oi-record: invalid --max-bytes \"x\": want a size such as 65536 or \"64m\"")]
    [InlineData("--prune --max-age x", "oi-record: invalid --max-age \"x\": want an age such as \"30d\", \"12h\" or \"90m\"")]
    public void A_wrong_call_is_an_error(string arguments, string message) => Failure(arguments.Split(' ')).Should().Be(message);

    [Theory]
    [InlineData("/nowhere/x", "cannot read the directory /nowhere/x")]
    [InlineData("/nowhere/x --prune --max-count 1", "cannot remove records of /nowhere/x")]
    public void A_directory_that_is_not_there_is_an_error(string arguments, string message) =>
        Failure(arguments.Split(' ')).Should().Be($"{message}: {Errno.Message(Errno.ENOENT)}");

    [Theory]
    [InlineData]
    [InlineData("--prune", "--max-count", "1")]
    [InlineData("--export", First)]
    public void A_file_is_not_a_directory_of_records(params string[] arguments) =>
        Failure([$"{Record}/notes.txt", .. arguments]).Should().StartWith($"oi-record: {Record}/notes.txt is not a directory: want a directory of the recorder");

    [Fact]
    public void A_directory_that_cannot_be_examined_is_an_error()
    {
        File.CreateSymbolicLink($"{_run.Root}/loop", "loop");
        Failure($"{_run.Root}/loop").Should().Be($"cannot read the directory {_run.Root}/loop: {Errno.Message(Errno.ELOOP)}");
    }

    [Fact]
    public void Without_a_recorder_the_directory_must_be_named()
    {
        _run.WritePolicy("{}");
        Failure().Should().Be("oi-record: want DIR, because the policy in force has no \"recorder\"");
    }

    private void InForce(string members) => _run.WritePolicy($"{{'recorder':{{'directory':'{Record}',{members}}}}}");

    private string Text(params string[] arguments) => _run.Run(new RecordCommand(), arguments).Text();

    private string Failure(params string[] arguments) => FluentActions.Invoking(() => _run.Run(new RecordCommand(), arguments)).Should().Throw<InterceptorException>().Which.Message;
}
