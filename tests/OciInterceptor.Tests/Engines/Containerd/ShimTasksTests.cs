using OciInterceptor.Engines.Containerd;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Containerd;

public sealed class ShimTasksTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void Containers_that_call_a_program_are_told_in_order()
    {
        foreach (var (task, program) in new[] { ("moby/z", "/opt/oi"), ("k8s.io/c", "/opt/oi\n"), ("moby/b", "/opt/old"), ("k8s.io/a", "/opt/oi"), ("k8s.io/d", "/opt/runc"), ("moby/A", "/opt/oi"), ("moby/o", "/opt/oi-else") })
        {
            Task(task, program);
        }
        Task("moby/ended", null);

        ShimTasks.Using(_state.Path, ["/opt/oi", "/opt/old"]).Should().Equal("k8s.io/a", "k8s.io/c", "moby/A", "moby/b", "moby/z");
    }

    [Fact]
    public void Without_the_directory_there_are_none() => ShimTasks.Using(_state["none"], ["/opt/oi"]).Should().BeEmpty();

    [Fact]
    public void What_cannot_be_read_is_an_error()
    {
        Task("moby/a", null);
        Directory.CreateDirectory(_state["io.containerd.runtime.v2.task/moby/a/runtime"]);

        FluentActions.Invoking(() => ShimTasks.Using(_state.Path, ["/opt/oi"])).Should().Throw<InterceptorException>()
            .WithMessage($"cannot look for containers in {_state["io.containerd.runtime.v2.task"]}: *");
    }

    private void Task(string name, string? program)
    {
        var directory = Directory.CreateDirectory(_state[$"io.containerd.runtime.v2.task/{name}"]).FullName;
        if (program is not null)
        {
            File.WriteAllText($"{directory}/runtime", program);
        }
    }
}
