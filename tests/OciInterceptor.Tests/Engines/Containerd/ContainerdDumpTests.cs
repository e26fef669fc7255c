using OciInterceptor.Engines.Containerd;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Containerd;

/// <summary>What is read from containerd's own view, and how two such views are compared.</summary>
public sealed class ContainerdDumpTests
{
    private const string Table = "plugins.p.containerd";

    [Fact]
    public void The_settings_of_runc_are_its_own_and_set()
    {
        var dump = Dump($$"""
            [{{Table}}.runtimes.crun]
              other = 1
            [{{Table}}.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"
              runtime_engine = "e"
              runtime_root = "r"
              runtime_path = "p"
              a = ""
              b = ''
              c = false
              d = 0
              e = []
              f = {}
              g = true
            [{{Table}}.runtimes.runc.options]
              BinaryName = "/opt/runc"
              Root = "/r"
            """);

        dump.Settings("runc").Should().Equal(("g", "true"), ("options.Root", "\"/r\""));
        dump.Runtimes.Should().Equal("crun", "runc");
        dump.Tables("crun").Should().Be($"[{Table}.runtimes.crun]\n  other = 1\n");
        dump.Tables("none").Should().BeEmpty();
    }

    /// <summary>What a runtime of ours has of its own is known by the whole key.</summary>
    [Fact]
    public void A_setting_whose_name_only_begins_like_one_of_ours_is_copied()
    {
        var dump = Dump($$"""
            [{{Table}}.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"
              runtime_types = "t"
              runtime_roots = "r"
            [{{Table}}.runtimes.runc.options]
              BinaryName = "/opt/runc"
              BinaryNames = "b"
            [{{Table}}.runtimes.runc.runtime_engine]
              x = "y"
            """);

        dump.Settings("runc").Should().Equal(("runtime_types", "\"t\""), ("runtime_roots", "\"r\""), ("options.BinaryNames", "\"b\""));
    }

    /// <summary>Go's templates may trim the white space beside an action.</summary>
    [Theory]
    [InlineData("{{ template \"base\" . }}\n", true)]
    [InlineData("{{template \"base\" .}}", true)]
    [InlineData("a = 1\n{{- template \"base\" . -}}\n", true)]
    [InlineData("{{-\ttemplate \"base\" . }}", true)]
    [InlineData("{{ .X }}{{- if .Y }}\n{{ template \"base\" . }}", true)]
    [InlineData("{{ template \"base2\" . }}", false)]
    [InlineData("template \"base\"", false)]
    [InlineData("{{ .X }}", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_template_may_have_the_base(string? text, bool hasBase) => ContainerdTemplate.HasBase(text).Should().Be(hasBase);

    [Fact]
    public void A_header_is_no_setting()
    {
        var dump = Dump("""
            [plugins.a.containerd.default_runtime_name]
            [plugins.a.containerd.runtimes.runc.options.BinaryName]
            [plugins.b.containerd]
            default_runtime_name = 'oi'
            [plugins.b.containerd.runtimes.runc.options]
            BinaryName = '/opt/runc'
            [plugins.b.containerd.runtimes.none]
            """);

        dump.DefaultRuntime.Should().Be("oi");
        dump.Path("runc").Should().Be("/opt/runc");
        dump.Settings("runc").Should().BeEmpty();
        dump.Tables("none").Should().BeEmpty();
    }

    [Theory]
    [InlineData("BinaryName = ''", null)]
    [InlineData("BinaryName = '/r'", "/r")]
    [InlineData("", null)]
    public void An_empty_path_leaves_runc_to_PATH(string setting, string? path) =>
        Dump($"[{Table}.runtimes.runc.options]\n{setting}\n").Path("runc").Should().Be(path);

    [Theory]
    [InlineData("runtime_type = 'io.containerd.runc.v2'", null)]
    [InlineData("runtime_type = 'io.containerd.runc.v1'", null)]
    [InlineData("runtime_type = ''", null)]
    [InlineData("runtime_type = 1", null)]
    [InlineData("runtime_path = ''", null)]
    [InlineData("runtime_engine = '/opt/shim'", null)]
    [InlineData("runtime_type = 'io.containerd.kata.v2'", "the default runtime x has runtime_type = 'io.containerd.kata.v2': a shim of its own, which calls no runtime that the interceptor could become")]
    [InlineData("runtime_path = '/opt/shim'", "the default runtime x has runtime_path = '/opt/shim': a shim of its own, which may call no runtime at all")]
    public void A_shim_of_its_own_cannot_be_replaced(string setting, string? fault) =>
        Dump($"[{Table}.runtimes.x]\n{setting}\n[{Table}.runtimes.y]\nruntime_type = 'io.containerd.kata.v2'\n").Fault("x").Should().Be(fault);

    [Theory]
    [InlineData("x = 1", "x = 1", null)]
    [InlineData("x = 1", "x = 2", "x = 2")]
    [InlineData("x = 1\ny = 1", "x = 1", "y = 1")]
    [InlineData("x = 1", "x = 1\ny = 2", "y = 2")]
    [InlineData("", "y = 2", "y = 2")]
    [InlineData("y = 2", "", "y = 2")]
    [InlineData("", "", null)]
    [InlineData("imports = ['a']\nx = 1", "imports = ['b']\nx = 1", null)]
    [InlineData("imports = ['a']", "", null)]
    [InlineData($"[{Table}.runtimes.oi]\nx = 1", $"[{Table}.runtimes.oi]\nx = 2", null)]
    [InlineData($"[{Table}.runtimes.oi.options]\nx = 1", "", null)]
    [InlineData($"[{Table}.runtimes.runc]\nx = 1", $"[{Table}.runtimes.runc]\nx = 2", $"{Table}.runtimes.runc.x = 2")]
    [InlineData("[x]", "[y]", null)]
    public void The_first_difference_outside_the_runtime_is_told(string ours, string theirs, string? difference)
    {
        Dump(ours).DifferenceTo(Dump(theirs), "oi", isDefault: false).Should().Be(difference);
        Dump(ours).DifferenceTo(Dump(theirs), "oi", isDefault: true).Should().Be(difference);
    }

    [Fact]
    public void The_default_may_differ_where_it_is_to()
    {
        var (ours, theirs) = (Dump($"[{Table}]\ndefault_runtime_name = 'oi'\nx = 1\n"), Dump($"[{Table}]\nx = 1\n"));

        ours.DifferenceTo(theirs, "oi", isDefault: true).Should().BeNull();
        ours.DifferenceTo(theirs, "oi", isDefault: false).Should().Be($"{Table}.x = 1");
        Dump($"[{Table}]\nx = 2\n").DifferenceTo(theirs, "oi", isDefault: true).Should().Be($"{Table}.x = 1");
    }

    [Theory]
    [InlineData("/opt/oi", "oi", false, null)]
    [InlineData("/opt/oi", "oi", true, null)]
    [InlineData("/opt/oi", "runc", false, null)]
    [InlineData("/opt/oi", "runc", true, "containerd would not use the runtime oi after the change: another file that it imports overrides it")]
    [InlineData("/opt/else", "oi", true, "containerd would not know the runtime oi after the change: another file that it imports overrides it")]
    [InlineData("/opt/else", "runc", false, "containerd would not know the runtime oi after the change: another file that it imports overrides it")]
    public void A_registration_must_be_what_containerd_reads(string path, string chosen, bool isDefault, string? message)
    {
        var before = Dump($"[{Table}]\ndefault_runtime_name = '{(isDefault ? "runc" : chosen)}'\n");
        var after = Dump($"[{Table}]\ndefault_runtime_name = '{chosen}'\n[{Table}.runtimes.oi.options]\nBinaryName = '{path}'\n");

        var require = FluentActions.Invoking(() => new ContainerdPlan(before, "/opt/oi").Require(after, "oi", isDefault, () => null));

        if (message is null)
        {
            require.Should().NotThrow();
        }
        else
        {
            require.Should().Throw<InterceptorException>().WithMessage(message);
        }
    }

    [Fact]
    public void A_registration_changes_nothing_else() =>
        FluentActions.Invoking(() => new ContainerdPlan(Dump("x = 1\n"), "/opt/oi").Require(Dump($"x = 2\n[{Table}.runtimes.oi.options]\nBinaryName = '/opt/oi'\n"), "oi", isDefault: false, () => null))
            .Should().Throw<InterceptorException>().WithMessage("containerd would read other settings differently after the change: x = 1");

    private static ContainerdDump Dump(string text) => new(TomlReader.Read(text, "dump"));
}
