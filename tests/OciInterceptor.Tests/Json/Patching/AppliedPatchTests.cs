using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Tests.Json.Patching;

/// <summary>Whether a document already is what a patch leaves behind; double quotes are written as single ones.</summary>
public sealed class AppliedPatchTests
{
    private const string Document = "{'a':[1,{'x':1},1,[2]],'o':{'p':1},'s':'t','e':[]}";

    [Theory]
    [InlineData("{'op':'add','path':'/a/-','value':1}")]
    [InlineData("{'op':'add','path':'/a/0','value':{'x':1.0}}")]
    [InlineData("{'op':'add','path':'/o/p','value':1}")]
    [InlineData("{'op':'add','path':'/o','value':{'p':1e0}}")]
    [InlineData("{'op':'replace','path':'/s','value':'t'}")]
    [InlineData("{'op':'remove','path':'/none'}")]
    [InlineData("{'op':'remove','path':'/o/none/deeper'}")]
    [InlineData("{'op':'remove','path':'/a/4'}")]
    [InlineData("{'op':'copy','from':'/o/p','path':'/a/-'}")]
    [InlineData("{'op':'copy','from':'/a/0','path':'/a/-'}")]
    [InlineData("{'op':'copy','from':'/s','path':'/s'}")]
    [InlineData("{'op':'move','from':'/none','path':'/o'}")]
    [InlineData("{'op':'move','from':'/none','path':'/a/-'}")]
    [InlineData("{'op':'move','from':'/none','path':'/a/0'}")]
    [InlineData("{'op':'test','path':'/a/1','value':9},{'op':'remove','path':'/a/1'}")]
    [InlineData("{'op':'test','path':'/a/1/x','value':9},{'op':'remove','path':'/a/1'}")]
    [InlineData("{'op':'test','path':'/a/3/0','value':9},{'op':'remove','path':'/a/3'}")]
    [InlineData("{'op':'test','path':'/a/9','value':9},{'op':'add','path':'/s','value':'t'}")]
    public void A_patch_is_in_a_document_that_it_would_not_change(string operations) => IsIn(operations).Should().BeTrue();

    [Theory]
    [InlineData("{'op':'add','path':'/a/-','value':2}")]
    [InlineData("{'op':'add','path':'/e/-','value':1}")]
    [InlineData("{'op':'add','path':'/o/p','value':2}")]
    [InlineData("{'op':'add','path':'/o/q','value':1}")]
    [InlineData("{'op':'replace','path':'/s','value':'u'}")]
    [InlineData("{'op':'replace','path':'/none','value':1}")]
    [InlineData("{'op':'remove','path':'/s'}")]
    [InlineData("{'op':'remove','path':'/a/0'}")]
    [InlineData("{'op':'copy','from':'/s','path':'/a/-'}")]
    [InlineData("{'op':'copy','from':'/a/1','path':'/a/-'}")]
    [InlineData("{'op':'copy','from':'/none','path':'/o'}")]
    [InlineData("{'op':'move','from':'/s','path':'/o'}")]
    [InlineData("{'op':'move','from':'/none','path':'/none2'}")]
    [InlineData("{'op':'move','from':'/none','path':'/e/-'}")]
    [InlineData("{'op':'move','from':'/none','path':'/o/none'}")]
    [InlineData("{'op':'test','path':'/a/1','value':{'x':1}},{'op':'remove','path':'/a/1'}")]
    [InlineData("{'op':'test','path':'/a/1','value':9},{'op':'remove','path':'/a/0'}")]
    [InlineData("{'op':'test','path':'/a/1','value':9},{'op':'remove','path':'/a/1/x'}")]
    [InlineData("{'op':'test','path':'/o/p','value':9},{'op':'remove','path':'/o/p'}")]
    [InlineData("{'op':'test','path':'/o/p','value':9},{'op':'remove','path':'/o'}")]
    [InlineData("{'op':'test','path':'/s','value':'t'}")]
    [InlineData("{'op':'test','path':'/s','value':'t'},{'op':'test','path':'/none','value':1}")]
    [InlineData("{'op':'remove','path':'/none'},{'op':'remove','path':'/s'}")]
    public void A_patch_is_not_in_a_document_that_it_would_change_or_cannot_be_applied_to(string operations) => IsIn(operations).Should().BeFalse();

    // The items are there, and the places cannot be.
    [Theory]
    [InlineData("{'op':'add','path':'/a/01','value':1}")]
    [InlineData("{'op':'add','path':'/a/-1','value':1}")]
    [InlineData("{'op':'add','path':'/a/x','value':1}")]
    [InlineData("{'op':'add','path':'/a/5','value':1}")]
    [InlineData("{'op':'copy','from':'/o/p','path':'/a/01'}")]
    [InlineData("{'op':'copy','from':'/o/p','path':'/a/5'}")]
    [InlineData("{'op':'move','from':'/none','path':'/a/01'}")]
    [InlineData("{'op':'move','from':'/none','path':'/a/5'}")]
    public void A_patch_with_an_impossible_index_is_in_no_document(string operations) => IsIn(operations).Should().BeFalse();

    [Fact]
    public void The_place_after_the_last_item_is_possible() => IsIn("{'op':'add','path':'/a/4','value':1}").Should().BeTrue();

    // A failing test of /a/10 says nothing of /a/1.
    [Fact]
    public void An_item_is_gone_only_when_the_test_is_of_it_or_inside_it()
    {
        const string Many = "{'a':[0,1,2,3,4,5,6,7,8,9,10]}";
        IsIn("{'op':'test','path':'/a/10','value':9},{'op':'remove','path':'/a/1'}", Many).Should().BeFalse();
        IsIn("{'op':'test','path':'/a/1','value':9},{'op':'remove','path':'/a/10'}", Many).Should().BeFalse();
        IsIn("{'op':'test','path':'/a/10','value':9},{'op':'remove','path':'/a/10'}", Many).Should().BeTrue();
    }

    [Fact]
    public void An_item_copied_from_another_list_need_not_be_there_twice()
    {
        IsIn("{'op':'copy','from':'/b/0','path':'/a/-'}", "{'a':[1],'b':[1]}").Should().BeTrue();
        IsIn("{'op':'copy','from':'/a/0','path':'/a/0'}", "{'a':[1]}").Should().BeFalse();
        IsIn("{'op':'copy','from':'','path':'/a/-'}", "{'a':[1]}").Should().BeFalse();
    }

    [Fact]
    public void The_list_may_be_the_document()
    {
        IsIn("{'op':'add','path':'/-','value':1}", "[1]").Should().BeTrue();
        IsIn("{'op':'add','path':'/-','value':2}", "[1]").Should().BeFalse();
        IsIn("{'op':'add','path':'','value':[1]}", "[1]").Should().BeTrue();
        IsIn("{'op':'add','path':'','value':1}", "[1]").Should().BeFalse();
    }

    private static bool IsIn(string operations, string document = Document) => AppliedPatch.IsIn(
        Sample.Value(document.Replace('\'', '"')), PatchReader.Read(((JsonArray)Sample.Value($"[{operations}]".Replace('\'', '"'))).Items));
}
