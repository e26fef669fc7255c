using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Commands.Testing;

/// <summary>Reads the "each" of a test, which makes a test of each value.</summary>
internal static class EachReader
{
    internal static Member Member { get; } = new("each", new Shape.Filled(new Shape.MapOf(new Shape.Filled(new Shape.ListOf(Shape.Any)))), "Values by JSON Pointer (RFC 6901): the test runs once with each of them, which is added to the document after the patch.");

    /// <summary>The test itself if it has no "each"; else one test for each value, whose name ends in the value.</summary>
    /// <exception cref="InterceptorException">A pointer is malformed, or has no list of values.</exception>
    internal static ImmutableArray<PolicyTest> Expand(PolicyTest test, ObjectReader members)
    {
        if (members.Object(Member.Name) is null)
        {
            return [test];
        }
        var tests = ImmutableArray.CreateBuilder<PolicyTest>();
        foreach (var (pointer, values) in ExpectationReader.Pointers(members, Member.Name))
        {
            foreach (var value in values is JsonArray { Items.IsEmpty: false } list ? list.Items : throw values.Error($"each must have a list with values at \"{pointer}\""))
            {
                tests.Add(test with { Name = $"{test.Name} ({Text(value)})", At = value, Each = new PatchOperation("add", pointer, CompactJson.Copy(value)) });
            }
        }
        return tests.DrainToImmutable();
    }

    private static string Text(JsonValue value) => value is JsonScalar { Kind: JsonKind.String } text ? text.AsText() : Encoding.UTF8.GetString(CompactJson.Of(value).Span);
}
