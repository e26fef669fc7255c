namespace OciInterceptor.Tests.Mutation;

/// <summary>The product with mutants in it does what the original does until one is active, and then what that one does.</summary>
public sealed class WeaverTests
{
    [Theory]
    [InlineData("bool F(int a) => a < 3;", 3, false, "< → <=", true)]
    [InlineData("bool F(int a) => a < 3 && a != 1;", 1, false, "a < 3 && a != 1 → a < 3", true)]
    [InlineData("byte F(int a) { byte b = 4; return b; }", 0, (byte)4, "4 → 5", (byte)5)]
    [InlineData("ulong F(int a) => 4;", 0, 4UL, "4 → 5", 5UL)]
    [InlineData("int F(int a) { if (a == 0) return 1; return a; }", 0, 1, "if (a == 0) return 1; → ;", 0)]
    [InlineData("int F(int a) { a += 5; return a; }", 1, 6, "a += 5; → ;", 1)]
    [InlineData("int F(int a) => a switch { 1 => 7, _ => 8 };", 1, 7, "1 => 7 → ", 8)]
    [InlineData("int F(int a) => a switch { 1 or 2 => 7, _ => 8 };", 2, 7, "1 or 2 → 1", 8)]
    [InlineData("int F(int a) => a switch { > 1 when a != 5 => 7, _ => 8 };", 1, 8, "> → >=", 7)]
    [InlineData("int F(int a) { switch (a) { case 1: case 2: return 7; default: return 8; } }", 2, 7, "case 2: → ", 8)]
    [InlineData("int F(int a) { switch (a) { case > 1: return 7; default: return 8; } }", 1, 8, "> → >=", 7)]
    [InlineData("int F(int a) { int b; b = a > 3 ? 1 : 2; return b; }", 4, 1, "a > 3 ? 1 : 2 → 2", 2)]
    [InlineData("int F(int a) { var b = new int[2]; b[0]++; return b[0]; }", 0, 1, "++ → --", -1)]
    [InlineData("string F(int a) => new[] { \"x\", \"y\" }.First();", 0, "x", "First → Last", "y")]
    [InlineData("string? F(int a) => (a == 0 ? null : \"xyx\")?.TrimStart('x');", 1, "yx", "TrimStart → TrimEnd", "xy")]
    [InlineData("IEnumerable<int> G() { yield return 3; yield return 4; } public static int F(int a) => G().First();", 0, 3, "yield return 3; → ;", 4)]
    // Variables that a pattern or an argument declares: used in the same expression, in an arm, in the statements behind it.
    [InlineData("bool F(int a) => (object)a is int b && b > 3;", 3, false, "> → >=", true)]
    [InlineData("bool F(int a) => (object)a is int b && b > 3;", 3, false, "(object)a is int b && b > 3 → (object)a is int b", true)]
    [InlineData("int F(int a) => (object)a switch { int b when b > 3 => b, _ => 0 };", 3, 0, "> → >=", 3)]
    [InlineData("int F(int a) { if ((object)a is not int b || b > 3) { return 0; } return b; }", 4, 0, "(object)a is not int b || b > 3 → (object)a is not int b", 4)]
    [InlineData("int F(int a) { if ((object)a is int b && b > 3 && a != 9) { return b; } return 0; }", 9, 0, "(object)a is int b && b > 3 && a != 9 → (object)a is int b && b > 3", 9)]
    [InlineData("int F(int a) { if (int.TryParse(a + \"\", out var b) && a < 3) { return b; } return -1; }", 3, -1, "int.TryParse(a + \"\", out var b) && a < 3 → int.TryParse(a + \"\", out var b)", 3)]
    public void Only_the_active_mutant_changes_anything(string member, int argument, object original, string mutant, object mutated)
    {
        var source = new MutatedSource($"public static {member}");
        var (type, mutants) = source.Woven();

        MutatedSource.Call(type, -1, argument).Should().Be(original);
        var active = mutants.Where(one => source.ChangeOf(one) == mutant).Should().ContainSingle().Which;
        MutatedSource.Call(type, active.Id, argument).Should().Be(mutated);
    }

    [Theory]
    [InlineData("int F(int a) => (object)a is int b ? b : a + a;", "(object)a is int b ? b : a + a → b")]
    [InlineData("int F(int a) { if ((object)a is not int b) { return 0; } return b + b; }", "if ((object)a is not int b) { return 0; } → ;")]
    public void A_mutant_that_does_not_compile_is_left_out_alone(string member, string mutant)
    {
        var source = new MutatedSource($"public static {member}");
        source.Mutants.Should().Contain(one => source.ChangeOf(one) == mutant);

        var (_, mutants) = source.Woven();

        mutants.Should().NotContain(one => source.ChangeOf(one) == mutant).And.Contain(one => source.ChangeOf(one) == "+ → -");
    }

    [Fact]
    public void What_is_reached_while_static_values_are_made_can_be_told_apart()
    {
        var (type, _) = new MutatedSource("static readonly int _a = Depth(); static int Depth() => D(typeof(C)); public static int F() => _a * 10 + Depth();"
            + " static int D(Type type) => (int)type.Assembly.GetType(\"OciInterceptor.Mutant\")!.GetField(\"_depth\", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.GetValue(null)!;").Woven();

        MutatedSource.Call(type, -1).Should().Be(10);
    }
}
