using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Rules;

namespace OciInterceptor.Tests.Json.Patching;

/// <summary>
/// What the public suite for RFC 6902 (json-patch-tests) asks, in documents of our own; double quotes are written as single ones. One
/// thing is left to <see cref="PatchRule"/>: the suite's patches may have members that no operation has, and the rule's may not.
/// </summary>
public sealed class PatchSuiteTests
{
    [Theory]
    // No operations: nothing happens, whatever the document is.
    [InlineData("{}", "", "{}")]
    [InlineData("{'lamp':1}", "", "{'lamp':1}")]
    [InlineData("{'lamp':1,'desk':2}", "", "{'desk':2,'lamp':1}")]
    [InlineData("[{'lamp':1,'desk':2}]", "", "[{'desk':2,'lamp':1}]")]
    [InlineData("{'room':{'lamp':1,'desk':2}}", "", "{'room':{'desk':2,'lamp':1}}")]
    [InlineData("['oak']", "", "['oak']")]
    // add
    [InlineData("{'lamp':null}", "{'op':'add','path':'/lamp','value':7}", "{'lamp':7}")]
    [InlineData("[]", "{'op':'add','path':'/0','value':'oak'}", "['oak']")]
    [InlineData("{}", "{'op':'add','path':'/lamp','value':'7'}", "{'lamp':'7'}")]
    [InlineData("{}", "{'op':'add','path':'/lamp','value':7}", "{'lamp':7}")]
    [InlineData("{}", "{'op':'add','path':'','value':[]}", "[]")]
    [InlineData("[]", "{'op':'add','path':'','value':{}}", "{}")]
    [InlineData("[]", "{'op':'add','path':'/-','value':'ash'}", "['ash']")]
    [InlineData("{}", "{'op':'add','path':'/','value':7}", "{'':7}")]
    [InlineData("{'room':{}}", "{'op':'add','path':'/room/','value':7}", "{'room':{'':7}}")]
    [InlineData("{'lamp':1}", "{'op':'add','path':'/shelf','value':[4,5]}", "{'lamp':1,'shelf':[4,5]}")]
    [InlineData("{'lamp':1,'shelf':[{'book':'red'}]}", "{'op':'add','path':'/shelf/0/lamp','value':'blue'}", "{'lamp':1,'shelf':[{'book':'red','lamp':'blue'}]}")]
    [InlineData("{'lamp':1}", "{'op':'add','path':'/on','value':true}", "{'lamp':1,'on':true}")]
    [InlineData("{'lamp':1}", "{'op':'add','path':'/on','value':false}", "{'lamp':1,'on':false}")]
    [InlineData("{'lamp':1}", "{'op':'add','path':'/on','value':null}", "{'lamp':1,'on':null}")]
    [InlineData("{'lamp':1}", "{'op':'add','path':'/0','value':'oak'}", "{'lamp':1,'0':'oak'}")]
    [InlineData("['oak']", "{'op':'add','path':'/1','value':'ash'}", "['oak','ash']")]
    [InlineData("['oak','elm']", "{'op':'add','path':'/1','value':'ash'}", "['oak','ash','elm']")]
    [InlineData("['oak','elm']", "{'op':'add','path':'/0','value':'ash'}", "['ash','oak','elm']")]
    [InlineData("['oak','elm']", "{'op':'add','path':'/2','value':'ash'}", "['oak','elm','ash']")]
    [InlineData("['oak','elm']", "{'op':'add','path':'/1','value':['ash','fir']}", "['oak',['ash','fir'],'elm']")]
    [InlineData("{'lamp':'old'}", "{'op':'add','path':'','value':{'desk':'new'}}", "{'desk':'new'}")]
    [InlineData("[4,5]", "{'op':'add','path':'/-','value':{'shelf':['oak','ash']}}", "[4,5,{'shelf':['oak','ash']}]")]
    [InlineData("[4,5,[6,[7,8]]]", "{'op':'add','path':'/2/1/-','value':{'shelf':['oak']}}", "[4,5,[6,[7,8,{'shelf':['oak']}]]]")]
    [InlineData("{'lamp':'dim'}", "{'op':'add','path':'/LAMP','value':'bright'}", "{'lamp':'dim','LAMP':'bright'}")]
    // remove
    [InlineData("{'lamp':1,'shelf':[4,5,6]}", "{'op':'remove','path':'/shelf'}", "{'lamp':1}")]
    [InlineData("{'lamp':1,'shelf':[{'book':'red'}]}", "{'op':'remove','path':'/shelf/0/book'}", "{'lamp':1,'shelf':[{}]}")]
    [InlineData("[4,5,6,7]", "{'op':'remove','path':'/0'}", "[5,6,7]")]
    [InlineData("[4,5,6,7]", "{'op':'remove','path':'/1'},{'op':'remove','path':'/2'}", "[4,6]")]
    [InlineData("{'lamp':null}", "{'op':'remove','path':'/lamp'}", "{}")]
    // replace
    [InlineData("{'lamp':1,'shelf':[{'book':'red'}]}", "{'op':'replace','path':'/lamp','value':[4,5]}", "{'lamp':[4,5],'shelf':[{'book':'red'}]}")]
    [InlineData("{'lamp':[4],'shelf':[{'book':'red'}]}", "{'op':'replace','path':'/shelf/0/book','value':'blue'}", "{'lamp':[4],'shelf':[{'book':'blue'}]}")]
    [InlineData("['oak']", "{'op':'replace','path':'/0','value':'ash'}", "['ash']")]
    [InlineData("['']", "{'op':'replace','path':'/0','value':0}", "[0]")]
    [InlineData("['']", "{'op':'replace','path':'/0','value':true}", "[true]")]
    [InlineData("['']", "{'op':'replace','path':'/0','value':false}", "[false]")]
    [InlineData("['']", "{'op':'replace','path':'/0','value':null}", "[null]")]
    [InlineData("['oak','elm']", "{'op':'replace','path':'/1','value':['ash','fir']}", "['oak',['ash','fir']]")]
    [InlineData("{'lamp':'old'}", "{'op':'replace','path':'','value':{'desk':'new'}}", "{'desk':'new'}")]
    [InlineData("{'lamp':null}", "{'op':'replace','path':'/lamp','value':'lit'}", "{'lamp':'lit'}")]
    [InlineData("{'lamp':'lit'}", "{'op':'replace','path':'/lamp','value':null}", "{'lamp':null}")]
    [InlineData("'oak'", "{'op':'replace','path':'','value':'ash'}", "'ash'")]
    // test
    [InlineData("{'1e0':'oak'}", "{'op':'test','path':'/1e0','value':'oak'}", "{'1e0':'oak'}")]
    [InlineData("{'lamp':null}", "{'op':'test','path':'/lamp','value':null}", "{'lamp':null}")]
    [InlineData("{'room':{'lamp':1,'desk':2}}", "{'op':'test','path':'/room','value':{'desk':2,'lamp':1}}", "{'room':{'lamp':1,'desk':2}}")]
    [InlineData("{'room':[{'lamp':1,'desk':2}]}", "{'op':'test','path':'/room','value':[{'desk':2,'lamp':1}]}", "{'room':[{'lamp':1,'desk':2}]}")]
    [InlineData("{'room':{'shelf':[4,5,9,6]}}", "{'op':'test','path':'/room','value':{'shelf':[4,5,9,6]}}", "{'room':{'shelf':[4,5,9,6]}}")]
    [InlineData("{'lamp':1}", "{'op':'test','path':'','value':{'lamp':1}}", "{'lamp':1}")]
    [InlineData("{'':1}", "{'op':'test','path':'/','value':1}", "{'':1}")]
    [InlineData("{'o/a':1,'o%d':2,'e^m':3,'a|s':4,'f\\\\i':5,' ':6,'b~y':7}",
        "{'op':'test','path':'/o~1a','value':1},{'op':'test','path':'/o%d','value':2},{'op':'test','path':'/e^m','value':3},{'op':'test','path':'/a|s','value':4},{'op':'test','path':'/f\\\\i','value':5},{'op':'test','path':'/ ','value':6},{'op':'test','path':'/b~0y','value':7}",
        "{'o/a':1,'o%d':2,'e^m':3,'a|s':4,'f\\\\i':5,' ':6,'b~y':7}")]
    // move and copy
    [InlineData("{'lamp':1}", "{'op':'move','from':'/lamp','path':'/lamp'}", "{'lamp':1}")]
    [InlineData("{'lamp':1,'shelf':[{'book':'red'}]}", "{'op':'move','from':'/lamp','path':'/desk'}", "{'shelf':[{'book':'red'}],'desk':1}")]
    [InlineData("{'shelf':[{'book':'red'}],'desk':1}", "{'op':'move','from':'/shelf/0/book','path':'/shelf/1'}", "{'shelf':[{},'red'],'desk':1}")]
    [InlineData("{'shelf':[{'book':'red'}],'desk':1}", "{'op':'copy','from':'/shelf/0','path':'/chair'}", "{'shelf':[{'book':'red'}],'desk':1,'chair':{'book':'red'}}")]
    [InlineData("{'lamp':null}", "{'op':'move','from':'/lamp','path':'/desk'}", "{'desk':null}")]
    [InlineData("{'lamp':null}", "{'op':'copy','from':'/lamp','path':'/desk'}", "{'lamp':null,'desk':null}")]
    // Members that an operation does not need, or that no operation has.
    [InlineData("{'lamp':1}", "{'op':'test','path':'/lamp','value':1,'colour':'red'}", "{'lamp':1}")]
    [InlineData("{'lamp':1}", "{'op':'remove','path':'/lamp','value':null,'from':'/x'}", "{}")]
    public void A_patch_makes_of_a_document_what_the_suite_asks(string document, string operations, string expected) =>
        JsonComparison.AreEqual(Apply(document, operations), Value(expected)).Should().BeTrue();

    [Theory]
    [InlineData("{'shelf':[4,5]}", "{'op':'add','path':'/shelf/9','value':'x'}")]
    [InlineData("{'shelf':[4,5]}", "{'op':'add','path':'/shelf/-1','value':'x'}")]
    [InlineData("['oak','elm']", "{'op':'add','path':'/3','value':'ash'}")]
    [InlineData("['oak','elm']", "{'op':'add','path':'/lamp','value':9}")]
    [InlineData("['oak','elm']", "{'op':'add','path':'/1e0','value':'ash'}")]
    [InlineData("['oak','elm']", "{'op':'test','path':'/1e0','value':'elm'}")]
    [InlineData("['oak','elm']", "{'op':'test','path':'/00','value':'oak'}")]
    [InlineData("['oak','elm']", "{'op':'test','path':'/01','value':'elm'}")]
    [InlineData("['oak','elm']", "{'op':'remove','path':'/2'}")]
    [InlineData("['oak','elm']", "{'op':'remove','path':'/1e0'}")]
    [InlineData("{'shelf':[{'book':'red'}]}", "{'op':'remove','path':'/shelf/1e0/book'}")]
    [InlineData("['']", "{'op':'replace','path':'/1e0','value':false}")]
    [InlineData("{'shelf':[4,5,6]}", "{'op':'copy','from':'/shelf/1e0','path':'/desk'}")]
    [InlineData("{'lamp':1,'shelf':[4,5,6]}", "{'op':'move','from':'/shelf/1e0','path':'/lamp'}")]
    [InlineData("{'desk':'x'}", "{'op':'replace','path':'/lamp/desk','value':false}")]
    [InlineData("{'desk':'x'}", "{'op':'remove','path':'/lamp'}")]
    [InlineData("{'room':{'shelf':[4,5,9,6]}}", "{'op':'test','path':'/room','value':[4,5]}")]
    [InlineData("[4]", "{'op':'add','path':'/-'}")]
    [InlineData("[4]", "{'op':'replace','path':'/0'}")]
    [InlineData("[null]", "{'op':'test','path':'/0'}")]
    [InlineData("[false]", "{'op':'test','path':'/0'}")]
    [InlineData("[4]", "{'op':'copy','path':'/-'}")]
    [InlineData("{'lamp':1}", "{'op':'move','path':''}")]
    [InlineData("{'lamp':1}", "{'op':'add','path':'/desk','value':1,'op':'move','from':'/lamp'}")]
    [InlineData("{'lamp':1}", "{'op':'paint','path':'/lamp','value':1}")]
    [InlineData("['oak']", "{'op':'add','path':'/4294967296','value':1}")]
    [InlineData("['oak']", "{'op':'replace','path':'/18446744073709551616','value':1}")]
    [InlineData("['oak']", "{'op':'test','path':'/4294967296','value':'oak'}")]
    // Siblings: an index before the last step, and the place after the last item, which is none to take from.
    [InlineData("{'shelf':[{'book':'red'}]}", "{'op':'replace','path':'/shelf/00/book','value':1}")]
    [InlineData("{'shelf':[{'book':'red'}]}", "{'op':'add','path':'/shelf/-/book','value':1}")]
    [InlineData("['oak']", "{'op':'remove','path':'/-'}")]
    [InlineData("['oak']", "{'op':'move','from':'/-','path':'/0'}")]
    public void A_patch_is_refused_where_the_suite_asks(string document, string operations)
    {
        var apply = () => Apply(document, operations);

        apply.Should().Throw<InterceptorException>();
    }

    private static JsonValue Apply(string document, string operations) =>
        JsonPatch.Apply(Value(document), PatchReader.Read(((JsonArray)Value($"[{operations}]")).Items));

    private static JsonValue Value(string text) => Sample.Value(text.Replace('\'', '"'));
}
