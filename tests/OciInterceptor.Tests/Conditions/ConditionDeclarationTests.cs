using OciInterceptor.Conditions;

namespace OciInterceptor.Tests.Conditions;

/// <summary>Who controls each condition, and what it looks at: this decides which rules oi-validate warns of, and which an exec gets.</summary>
public sealed class ConditionDeclarationTests
{
    [Theory]
    [InlineData("annotations", Controller.Author, true)]
    [InlineData("env", Controller.Author, false)]
    [InlineData("command", Controller.Author, false)]
    [InlineData("hostname", Controller.Author, true)]
    [InlineData("containerId", Controller.Engine, false)]
    [InlineData("mountSource", Controller.EngineUser, true)]
    [InlineData("mountSourceOutside", Controller.EngineUser, true)]
    [InlineData("mountDestination", Controller.Author, true)]
    [InlineData("privileged", Controller.EngineUser, false)]
    [InlineData("hostNamespaces", Controller.EngineUser, true)]
    [InlineData("capabilities", Controller.EngineUser, false)]
    [InlineData("apparmorProfile", Controller.EngineUser, false)]
    [InlineData("selinuxLabel", Controller.EngineUser, false)]
    [InlineData("hasBindMounts", Controller.Author, true)]
    [InlineData("user", Controller.Author, false)]
    [InlineData("verb", Controller.Engine, false)]
    [InlineData("noPivot", Controller.Engine, true)]
    [InlineData("image", Controller.Author, true)]
    [InlineData("label", Controller.Author, false)]
    [InlineData("pod", Controller.Author, true)]
    [InlineData("namespace", Controller.Author, true)]
    [InlineData("hostPath", Controller.Operator, false)]
    [InlineData("cgroupVersion", Controller.Operator, false)]
    [InlineData("kernel", Controller.Operator, false)]
    [InlineData("runtime", Controller.Engine, false)]
    [InlineData("runtimeFeature", Controller.Engine, false)]
    [InlineData("not", null, false)]
    [InlineData("any", null, false)]
    public void A_condition_says_who_controls_it_and_whether_an_exec_can_answer_it(string name, object? controller, bool needsConfiguration)
    {
        var type = ConditionTypes.All.Single(type => type.Name == name);
        type.ControlledBy.Should().Be((Controller?)controller);
        type.NeedsConfiguration.Should().Be(needsConfiguration);
        type.Member.Help.Should().Be(type.Summary + (Controller?)controller switch
        {
            Controller.Author => " Controlled by the container's author.",
            Controller.EngineUser => " Controlled by the engine's user.",
            Controller.Engine => " Controlled by the engine.",
            Controller.Operator => " Controlled by the operator.",
            _ => "",
        });
    }

    [Fact]
    public void These_are_all() => ConditionTypes.All.Should().HaveCount(28);
}
