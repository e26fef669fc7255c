using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Tests.Json.Patching;

/// <summary>The member "n" set in a document, or in its member "c"; double quotes are written as single ones.</summary>
public sealed class MemberInsertionTests
{
    [Theory]
    [InlineData("{'a':1}", "2", "{'a':1,'n':2}")]
    [InlineData("{ 'a' : 1 }", "2", "{ 'a' : 1, 'n': 2 }")]
    [InlineData("{'a':1,  'b':2}", "{'x':1,'y':[2]}", "{'a':1,  'b':2,  'n': {'x':1,'y':[2]}}")]
    [InlineData("{\n  'a': 1\n}", "2", "{\n  'a': 1,\n  'n': 2\n}")]
    [InlineData("{\n    'a': 1}", "{'x':1,'y':[2,3]}", "{\n    'a': 1,\n    'n': {\n        'x': 1,\n        'y': [\n            2,\n            3\n        ]\n    }}")]
    [InlineData("{\r\n\t'a': 1\r\n}", "{'x':1}", "{\r\n\t'a': 1,\r\n\t'n': {\r\n\t\t'x': 1\r\n\t}\r\n}")]
    [InlineData("{\n\n  'a': 1\n}", "{'x':1}", "{\n\n  'a': 1,\n\n  'n': {\n    'x': 1\n  }\n}")]
    [InlineData("{ 'a': 1,\n 'b': 2 }", "3", "{ 'a': 1,\n 'b': 2,\n 'n': 3 }")]
    public void A_new_member_follows_the_others_as_they_follow_one_another(string document, string value, string expected) =>
        Set(document, "", value).Should().Be(expected);

    [Theory]
    [InlineData("{}", "2", "{\n  'n': 2\n}")]
    [InlineData(" { } ", "{'x':1}", " {\n  'n': {\n    'x': 1\n  }\n} ")]
    public void An_empty_document_gets_lines_indented_by_two(string document, string value, string expected) =>
        Set(document, "", value).Should().Be(expected);

    [Theory]
    [InlineData("{'n':1,'z':3}", "{'x':1}", "{'n':{'x':1},'z':3}")]
    [InlineData("{ 'n' : [ 1 ] , 'z' : 3 }", "2", "{ 'n' : 2 , 'z' : 3 }")]
    [InlineData("{\n 'n': 1,\n 'z': 3\n}", "{'x':1}", "{\n 'n': {\n  'x': 1\n },\n 'z': 3\n}")]
    public void A_member_that_is_there_gets_another_value(string document, string value, string expected) =>
        Set(document, "", value).Should().Be(expected);

    [Theory]
    [InlineData("{'c':{}}", "2", "{'c':{'n': 2}}")]
    [InlineData("{ 'c': { } }", "{'x':1}", "{ 'c': {'n': {'x':1}} }")]
    [InlineData("{ 'a': 1,\n  'c': {} }", "2", "{ 'a': 1,\n  'c': {'n': 2} }")]
    [InlineData("{\n  'c': {}\n}", "2", "{\n  'c': {\n    'n': 2\n  }\n}")]
    [InlineData("{\n\t'c': {},\n\t'z': 3\n}", "{'x':1}", "{\n\t'c': {\n\t\t'n': {\n\t\t\t'x': 1\n\t\t}\n\t},\n\t'z': 3\n}")]
    [InlineData("{\n  'c': {'a': 1}\n}", "2", "{\n  'c': {'a': 1,'n':2}\n}")]
    [InlineData("{\n  'c': {\n    'n': 1\n  }\n}", "{'x':1}", "{\n  'c': {\n    'n': {\n      'x': 1\n    }\n  }\n}")]
    [InlineData("{\n  'c': {\n    'a': 1\n  }\n}", "{'x':1}", "{\n  'c': {\n    'a': 1,\n    'n': {\n      'x': 1\n    }\n  }\n}")]
    public void An_inner_object_is_laid_out_as_the_document(string document, string value, string expected) =>
        Set(document, "c", value).Should().Be(expected);

    private static string Set(string document, string container, string value)
    {
        var root = Sample.Object(document.Replace('\'', '"'));
        var (json, depth) = container.Length == 0 ? (root, 0) : ((JsonObject)root.Entry(container)!, 1);
        return Encoding.UTF8.GetString(new MemberInsertion(root).Set(json, depth, "n", Sample.Value(value.Replace('\'', '"')))).Replace('"', '\'');
    }
}
