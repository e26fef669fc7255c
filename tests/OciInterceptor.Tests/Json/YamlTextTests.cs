using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("a: b", """{"a":"b"}""")]
    [InlineData("---\na:\n- 1\n- [2, 3]\n- {b: c}\n...\n", """{"a":[1,[2,3],{"b":"c"}]}""")]
    [InlineData("a:\nb: ~\nc: null\nd: Null\ne: NULL\nf: nULL", """{"a":null,"b":null,"c":null,"d":null,"e":null,"f":"nULL"}""")]
    [InlineData("[true, True, TRUE, false, False, FALSE, yES, nO, oN, oFF, Yess]", """[true,true,true,false,false,false,"yES","nO","oN","oFF","Yess"]""")]
    [InlineData("[yes, Yes, YES, on, On, ON, y, Y, no, No, NO, off, Off, OFF, n, N]", "[true,true,true,true,true,true,true,true,false,false,false,false,false,false,false,false]")]
    [InlineData("[0, -0, +7, 12345678901234567890, 0o17, 0xFf, 0b1, 1_000, 1:30, -0x10, 0B11, _1, 0b2, 0x]", """[0,-0,7,12345678901234567890,15,255,1,1000,"1:30",-16,3,"_1","0b2","0x"]""")]
    [InlineData("[0640, 007, -017, 00, '0640', 0644x]", """[416,7,-15,0,"0640","0644x"]""")]
    [InlineData("[1.5, -.5, 1., +.5e+3, 1e3, 0.0, 1.2.3, '.', e3, 1e, '-']", """[1.5,-0.5,1,0.5e+3,1e3,0.0,"1.2.3",".","e3","1e","-"]""")]
    [InlineData("['1', \"true\", '', \"a\\nb\\u0041\", 'it''s']", "[\"1\",\"true\",\"\",\"a\\nbA\",\"it's\"]")]
    [InlineData("[!!str 1, !!int 1, !!bool true, !!null ~, !!float 1.5, ! 7, !!seq [], !!map {}]", """["1",1,true,null,1.5,"7",[],{}]""")]
    [InlineData("a: |\n  one\n  two\nb: >-\n  three\n  four\n", """{"a":"one\ntwo\n","b":"three four"}""")]
    [InlineData("a: &x {b: 1}\nc: *x\nd: [*x, &y 2, *y]", """{"a":{"b":1},"c":{"b":1},"d":[{"b":1},2,2]}""")]
    [InlineData("a: &x 1\nb: &x 2\nc: *x", """{"a":1,"b":2,"c":2}""")]
    [InlineData("# only\n1: x\ntrue: yy\non: yy\n'': z # behind", """{"1":"x","true":"yy","on":"yy","":"z"}""")]
    [InlineData("\uFEFF%YAML 1.2\n---\n\"ü\": 'é😀'", """{"ü":"é😀"}""")]
    [InlineData("""{"a": ["b", 1, null], "c": {"d": true}}""", """{"a":["b",1,null],"c":{"d":true}}""")]
    [InlineData("a: 1\na: 2", """{"a":1,"a":2}""")]
    [InlineData("<<: {a: 1}", """{"a":1}""")]
    [InlineData("x: &x {a: 1, b: [2]}\ny: {<<: *x, c: 3}", """{"x":{"a":1,"b":[2]},"y":{"a":1,"b":[2],"c":3}}""")]
    [InlineData("x: &x {a: 1}\ny: &y\n  b: 2\n  <<: *x\nz:\n  <<: [*x, {c: 3}, {}]\n  d: 4", """{"x":{"a":1},"y":{"b":2,"a":1},"z":{"a":1,"c":3,"d":4}}""")]
    [InlineData("x: &x {a: 1}\ny: {<<: *x, a: 2}", """{"x":{"a":1},"y":{"a":1,"a":2}}""")]
    [InlineData("x: &x {}\ny: {<<: *x}\nz: {<<: []}", """{"x":{},"y":{},"z":{}}""")]
    [InlineData("'<<': {a: 1}\n\"<<\": 2\n!!str <<: 3", """{"<<":{"a":1},"<<":2,"<<":3}""")]
    public void Yaml_reads_as_the_core_schema_has_it(string yaml, string json) => Text(Read(yaml)).Should().Be(json);

    [Theory]
    [InlineData("", "f.yaml:1:1: the file is empty")]
    [InlineData("# nothing\n", "f.yaml:1:1: the file is empty")]
    [InlineData("a: 1\n---\nb: 2", "f.yaml:2:1: the file has more than one YAML document, want one")]
    [InlineData("a: 08", "f.yaml:1:4: 08 begins with 0, which makes it octal for YAML 1.1: write it without the zero")]
    [InlineData("a: 0690", "f.yaml:1:4: 0690 begins with 0, which makes it octal for YAML 1.1: write it without the zero")]
    [InlineData("a: 00.5", "f.yaml:1:4: 00.5 begins with 0, which makes it octal for YAML 1.1: write it without the zero")]
    [InlineData("a: 07e1", "f.yaml:1:4: 07e1 begins with 0, which makes it octal for YAML 1.1: write it without the zero")]
    [InlineData("a: 07777777777777777777777777777", "f.yaml:1:4: 0o07777777777777777777777777777 is too large")]
    [InlineData("a:\n  b: .inf", "f.yaml:2:6: .inf is not a JSON number")]
    [InlineData("- -.Inf", "f.yaml:1:3: -.Inf is not a JSON number")]
    [InlineData("- .nan", "f.yaml:1:3: .nan is not a JSON number")]
    [InlineData("- 0x1ffffffffffffffff", "f.yaml:1:3: 0x1ffffffffffffffff is too large")]
    [InlineData("- !!int x", "f.yaml:1:3: the tag tag:yaml.org,2002:int is unknown, or does not fit the value")]
    [InlineData("- !!binary aGk=", "f.yaml:1:3: the tag tag:yaml.org,2002:binary is unknown, or does not fit the value")]
    [InlineData("- !mine [1]", "f.yaml:1:3: unknown tag !mine")]
    [InlineData("- !!str {}", "f.yaml:1:3: unknown tag tag:yaml.org,2002:str")]
    [InlineData("a: 1\n? [x]\n: 2", "f.yaml:2:3: a member's name must be a string")]
    [InlineData("<<: 1", "f.yaml:1:5: the members that << merges must be an object's, or those of a list of objects")]
    [InlineData("a: &x [1]\nb: {<<: *x}", "f.yaml:1:8: the members that << merges must be an object's, or those of a list of objects")]
    [InlineData("<<: *x", "f.yaml:1:5: invalid alias *x: want the name of a complete value before it")]
    [InlineData("a: &x {<<: *x}", "f.yaml:1:12: invalid alias *x: want the name of a complete value before it")]
    [InlineData("a: *x", "f.yaml:1:4: invalid alias *x: want the name of a complete value before it")]
    [InlineData("a: &x [1, *x]", "f.yaml:1:11: invalid alias *x: want the name of a complete value before it")]
    public void What_json_cannot_say_is_refused_with_its_place(string yaml, string error) =>
        yaml.Invoking(Read).Should().Throw<JsonFormatException>().Which.Message.Should().Be(error);

    [Theory]
    [InlineData("a: b: c", "a value that contains ': ' must be quoted")]
    [InlineData("a: [1", "want ',' or ']'")]
    [InlineData("a: {b: 1", "want ',' or '}'")]
    [InlineData("a: \"\\q\"", "unknown escape in the quoted string")]
    [InlineData("a: \"b", "unterminated quoted string")]
    [InlineData("a: @b", "a value that begins with this character must be quoted")]
    [InlineData("a: 1\nb\nc: 2", "want a name and ':', indented as the names before it")]
    [InlineData("%YAML 3.0\n---\na: 1", "the directive %YAML must name version 1.1 or 1.2")]
    [InlineData("a: !<", "the text does not follow YAML's syntax here")]
    public void What_is_no_yaml_is_refused_with_a_place_and_what_is_expected(string yaml, string cause)
    {
        var error = yaml.Invoking(Read).Should().Throw<JsonFormatException>().Which;
        error.Message.Should().MatchRegex(@"^f\.yaml:\d+:\d+: ");
        error.Cause.Should().Be($"not valid YAML: {cause}");
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused() =>
        FluentActions.Invoking(() => YamlText.Parse([.. "a: "u8, 0xFF], "f.yaml"))
            .Should().Throw<JsonFormatException>().WithMessage("f.yaml:1:1: not valid YAML: it is not UTF-8");

    [Fact]
    public void Aliases_of_aliases_do_not_grow_without_bounds()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
        {
            bomb.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }
        bomb.ToString().Invoking(Read).Should().Throw<JsonFormatException>()
            .Which.Cause.Should().Be("the document has more than 100000 values, or more than 16 MiB of them");
    }

    [Fact]
    public void Merges_of_merges_do_not_grow_without_bounds()
    {
        var bomb = new StringBuilder("a0: &a0 {}\n");
        for (var i = 1; i < 30; i++)
        {
            bomb.Append($"a{i}: &a{i} {{<<: [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]}}\n");
        }
        bomb.ToString().Invoking(Read).Should().Throw<JsonFormatException>()
            .Which.Cause.Should().Be("the document has more than 100000 values, or more than 16 MiB of them");
    }

    [Fact]
    public void A_long_text_cannot_be_repeated_without_bounds()
    {
        var bomb = $"a: &a {new string('x', 1 << 20)}\nb: [{string.Join(", ", Enumerable.Repeat("*a", 90_000))}]";
        bomb.Invoking(Read).Should().Throw<JsonFormatException>()
            .Which.Cause.Should().Be("the document has more than 100000 values, or more than 16 MiB of them");
    }

    [Theory]
    [InlineData("[", "[", "]")]
    [InlineData("{a: ", "{\"a\":", "}")]
    public void Deep_nesting_is_refused(string open, string inJson, string close)
    {
        Encoding.UTF8.GetString(CompactJson.Of(Read(Repeated(open, 64) + "1" + Repeated(close, 64))).Span)
            .Should().Be(Repeated(inJson, 64) + "1" + Repeated(close, 64));
        (Repeated(open, 100_000) + "1").Invoking(Read).Should().Throw<JsonFormatException>().Which.Cause.Should().Be("the document nests deeper than 64 levels");
    }

    [Fact]
    public void Aliases_do_not_nest_deeper_than_the_text_may()
    {
        var deep = new StringBuilder("a0: &a0 [1]\n");
        for (var i = 1; i < 100; i++)
        {
            deep.Append($"a{i}: &a{i} [*a{i - 1}]\n");
        }
        deep.ToString().Invoking(Read).Should().Throw<JsonFormatException>().Which.Cause.Should().Be("the document nests deeper than 64 levels");
    }

    [Fact]
    public void Errors_name_the_place_in_the_file_and_not_in_the_json_made_of_it()
    {
        var yaml = (JsonObject)Read("a: 1\nlist:\n  - name: x\n    other: &o [1,\n       2]\nc: *o");

        var item = (JsonObject)((JsonArray)yaml.Entry("list")!).Items[0];
        item.Error("cause").Message.Should().Be("f.yaml:3:5: cause");
        ((JsonArray)item.Entry("other")!).Items[1].Error("cause").Message.Should().Be("f.yaml:5:8: cause");
        yaml.Members[2].Name.Error("cause").Message.Should().Be("f.yaml:6:1: cause");
        var merged = (JsonObject)Read("a: &a\n  b: 1\n  c: 2\nd:\n  <<: *a\n  e: 3");
        var members = ((JsonObject)merged.Members[1].Value).Members;
        members.Select(member => member.Name.Error("cause").Message).Should().Equal("f.yaml:2:3: cause", "f.yaml:3:3: cause", "f.yaml:6:3: cause");
    }

    /// <summary>What the library's parser throws for these is not of its own type.</summary>
    [Theory]
    [InlineData("a: \"\\ud834x\"")]
    [InlineData("a: \"\\ud834\\ud834\"")]
    [InlineData("a: \"\\ud834\\u0041\"")]
    [InlineData("!!]")]
    [InlineData("[!!]]")]
    public void What_the_parser_stumbles_over_is_refused_like_any_other_fault(string yaml) =>
        FluentActions.Invoking(() => Read(yaml)).Should().Throw<JsonFormatException>().WithMessage("f.yaml:1:*: not valid YAML: *");

    /// <summary>Whatever stands in a file, nothing but an error with a place comes of it.</summary>
    [Fact]
    public void No_text_makes_another_error()
    {
        const string sample = "a: &x [1, 'b', \"c\\n\"]\nd: {e: *x, ? f : |\n  g\n}\n--- !t\n- > h\n# i\n%YAML 1.2\n\t@`";
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder(sample);
            for (var edits = random.Next(1, 12); edits > 0; edits--)
            {
                var at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 9), text.Length - at)).Append(' '),
                    1 => text.Insert(at, sample[random.Next(sample.Length)]),
                    _ => text.Insert(at, sample.AsSpan(random.Next(sample.Length / 2), random.Next(1, 20))),
                };
            }
            try
            {
                var value = Read(text.ToString());
                JsonValue.Same(CompactJson.Copy(value), value).Should().BeTrue("what was read of {0} is JSON", text);
            }
            catch (JsonFormatException e)
            {
                e.Message.Should().NotContain("\n", text.ToString());
            }
        }
    }

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static JsonValue Read(string yaml) => YamlText.Parse(Encoding.UTF8.GetBytes(yaml), "f.yaml");

    private static string Text(JsonValue value) => Encoding.UTF8.GetString(value.Source);
}
