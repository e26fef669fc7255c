namespace OciInterceptor.Tests.Mutation;

/// <summary>Which mistakes are made of which source; the rest of the source must be worth none.</summary>
public sealed class MutatorTests
{
    [Theory]
    [InlineData("bool F(int a) => a < 3;", "< → <=")]
    [InlineData("bool F(int a) => a >= 3;", ">= → >")]
    [InlineData("bool F(int a) => a is > 3;", "> → >=", "> 3 → not > 3")]
    [InlineData("bool F(string a) => a == null;", "== → !=")]
    [InlineData("bool F(object a) => a is string;", "string → not string")]
    [InlineData("bool F(object a) => a is not string;", "not string → string")]
    [InlineData("bool F(object a) => a is string b;")]
    [InlineData("bool F(bool a, bool b) => a && b;", "a && b → a", "a && b → b")]
    [InlineData("bool F(bool a, bool b, bool c) => a || b || c;", "a || b || c → a || b", "a || b → a", "a || b → b")]
    [InlineData("bool F(char a) => a is 'x' or 'y';", "'x' or 'y' → not ('x' or 'y')", "'x' or 'y' → 'x'", "'x' or 'y' → 'y'")]
    [InlineData("bool F(bool a) => !a;", "!a → a")]
    [InlineData("int F(int a, int b) => a + b;", "+ → -")]
    [InlineData("string F(string a, string b) => a + b;")]
    [InlineData("int F(int a) => -a * 2;", "- → ", "* → /", "2 → 3")]
    [InlineData("int F(int a) => a + 1;", "+ → -")]
    [InlineData("ulong F() => 0x10UL;", "0x10UL → 17UL")]
    [InlineData("int F(int a, int b) => a | b;", "a | b → a", "a | b → b")]
    [InlineData("int F(int a) => a | (int)StringComparison.CurrentCulture;", "a | (int)StringComparison.CurrentCulture → (int)StringComparison.CurrentCulture")]
    [InlineData("ulong F(ulong a) => 0xFFFF_FFFF_0000_0000 | a;", "0xFFFF_FFFF_0000_0000 → 18446744069414584321", "0xFFFF_FFFF_0000_0000 | a → 0xFFFF_FFFF_0000_0000", "0xFFFF_FFFF_0000_0000 | a → a")]
    [InlineData("int F(int a, int b) => a & ~b;", "& → |", "~b → b")]
    [InlineData("int F(int a, int b) => a << b;", "<< → >>")]
    [InlineData("bool F() => true;", "true → false")]
    [InlineData("string F() => \"word\";", "\"word\" → \"\"")]
    [InlineData("string F() => \"a sentence\";")]
    [InlineData("string F() => $\"x {\"y\"}\";")]
    [InlineData("int F(bool a, int b, int c) => a ? b : c;", "a ? b : c → b", "a ? b : c → c")]
    [InlineData("int F(bool a, int b) => a ? b : throw new Exception(\"word\");", "a ? b : throw new Exception(\"word\") → b")]
    [InlineData("string F(string? a, string b) => a ?? b;", "a ?? b → a!", "a ?? b → b")]
    [InlineData("int F(List<int> a) => a.First();", "First → Last")]
    [InlineData("bool F(string a) => a.StartsWith('x');", "StartsWith → EndsWith")]
    [InlineData("bool F(string a) => a.Contains(\"x\", StringComparison.Ordinal);", "\"x\" → \"\"", "Ordinal → OrdinalIgnoreCase")]
    [InlineData("bool F(string a) => a.Contains('/', StringComparison.Ordinal);")]
    [InlineData("bool F(string a, string b) => a.Contains(b, StringComparison.Ordinal);", "Ordinal → OrdinalIgnoreCase")]
    [InlineData("IEnumerable<int> F(IEnumerable<int> a, IEnumerable<int> b) => a.Concat(b);", "a.Concat(b) → a")]
    [InlineData("string F(List<string> a) => a.Concat(a).First().Trim();", "a.Concat(a) → a", "First → Last", "a.Concat(a).First().Trim() → a.Concat(a).First()")]
    [InlineData("R F(R a, int b) => a with { A = b, B = b };", "A = b, → ", "B = b → ")]
    [InlineData("R F(int b) => new R(b) { B = b, C = b };", "B = b, → ")]
    [InlineData("int[] F(int a, int[] b) => [a, .. b];", "a, → ", ".. b → ")]
    [InlineData("int F(int a, int b) => a switch { 4 => b, _ => a };", "4 => b → ")]
    [InlineData("int F(int a, int b) { switch (a) { case 4: return b; default: return a; } }", "case 4: → ")]
    [InlineData("int F(int a, int b) { switch (a) { case 4: return b; } return a; }")]
    [InlineData("void F() { F(); }", "F(); → ;")]
    [InlineData("void F(int[] a, int b) { a[b] = b; }", "a[b] = b; → ;")]
    [InlineData("int F(int a) { int b; b = a; return b; }")]
    [InlineData("int F(int a) { var b = a; b = a; return b; }", "b = a; → ;")]
    [InlineData("int F(int a, int b) { if (a == b) return a; return b; }", "if (a == b) return a; → ;", "== → !=")]
    [InlineData("int F(bool a, int b, int c) { if (a) return b; else return c; }", "a → !a")]
    [InlineData("IEnumerable<int> F(int a) { yield return a; }", "yield return a; → ;")]
    [InlineData("void F(int[] a, int b) { for (int i = b; i != b; i++) a[i] = b; }", "!= → ==", "a[i] = b; → ;")]
    public void A_source_has_these_mutants(string member, params string[] expected) => Found(member).Should().BeEquivalentTo(expected);

    [Theory]
    [InlineData("const int A = 3; const string B = \"word\";")]
    [InlineData("[Obsolete(\"word\")] static void F(int a = 3, string b = \"word\") { }")]
    [InlineData("enum E { A = 3 }")]
    [InlineData("static void F() { const int a = 3; }")]
    [InlineData("static void F(int a) => throw new ArgumentException(\"word\", \"word\");")]
    [InlineData("static Exception F(int a) => new ArgumentException(\"word\");")]
    [InlineData("static Exception G(string a) => new(a); static Exception F(int a) => G(\"word\");")]
    [InlineData("static string F(int a) => nameof(F);")]
    public void What_must_be_constant_or_is_the_text_of_an_error_has_none(string members) => new MutatedSource(members).Mutants.Should().BeEmpty();

    [Fact]
    public void A_mutant_is_named_by_its_line_and_by_as_much_text_as_tells_it_from_others()
    {
        var mutants = new MutatedSource("static bool F(bool first, bool second) =>\n  F(true, second: first\n    & second);").Mutants;

        mutants.Select(mutant => mutant.ToString()).Should().Contain("C.cs:4: F(true, second: first & second) → F(false, second: first & second)");
        mutants.Select(mutant => mutant.Id).Should().Equal(Enumerable.Range(0, mutants.Count));
    }

    private static IEnumerable<string> Found(string member)
    {
        var source = new MutatedSource($"public static {member}");
        return source.Mutants.Select(source.ChangeOf);
    }
}
