using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using OciInterceptor.Collections;
using OciInterceptor.Evidence;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Json.Patching;

namespace OciInterceptor.Tests.Evidence;

public sealed partial class RedactionTests
{
    [Theory]
    [InlineData("/process/env/3", "\"A=abc\"", "\"A=#abc\"")]
    [InlineData("/process/env/-", "\"A=abc\"", "\"A=#abc\"")]
    [InlineData("/process/env", "[\"A=abc\",\"B=\",\"C=a=b\",\"abc\"]", "[\"A=#abc\",\"B=#\",\"C=#a=b\",\"#abc\"]")]
    [InlineData("/process", "{\"cwd\":\"/\",\"env\":[\"A=abc\"],\"args\":[\"x\"]}", "{\"cwd\":\"/\",\"env\":[\"A=#abc\"],\"args\":[\"x\"]}")]
    [InlineData("", "{\"process\":{\"env\":[\"A=abc\"]}}", "{\"process\":{\"env\":[\"A=#abc\"]}}")]
    [InlineData("/env/0", "\"A=abc\"", "\"A=#abc\"")]
    [InlineData("/hooks/poststop/0", "{\"path\":\"/p\",\"env\":[\"A=abc\"]}", "{\"path\":\"/p\",\"env\":[\"A=#abc\"]}")]
    [InlineData("/annotations/com.example~1db-password", "\"abc\"", "\"#abc\"")]
    [InlineData("/annotations", "{\"api.key\":\"abc\",\"owner\":\"abc\"}", "{\"api.key\":\"#abc\",\"owner\":\"abc\"}")]
    [InlineData("/secrets/0/deep", "[1]", "\"#[1]\"")]
    [InlineData("/x", "{\"y\":[{\"authToken\":{\"a\":\"abc\"}}]}", "{\"y\":[{\"authToken\":\"#{\"a\":\"abc\"}\"}]}")]
    [InlineData("/mounts/0/options/1", "\"password=abc\"", "\"password=#abc\"")]
    [InlineData("/mounts/0", "{\"options\":[\"size=1k\",\"credentials=abc\"]}", "{\"options\":[\"size=1k\",\"credentials=#abc\"]}")]
    [InlineData("/process/args", "[\"--token=abc\",\"--x=abc\"]", "[\"--token=#abc\",\"--x=abc\"]")]
    [InlineData("/process/args", "[\"--password\",\"abc\",\"abc\"]", "[\"--password\",\"#abc\",\"abc\"]")]
    [InlineData("/process/args", "[\"-authToken\",\"--token\",\"abc\"]", "[\"-authToken\",\"#--token\",\"#abc\"]")]
    [InlineData("/process/args", "[\"--token=abc\",\"abc\",\"--token\"]", "[\"--token=#abc\",\"abc\",\"--token\"]")]
    [InlineData("/process/args", "[\"token\",\"abc\",\"--name\",\"abc\",\"-\",\"abc\"]", "[\"token\",\"abc\",\"--name\",\"abc\",\"-\",\"abc\"]")]
    [InlineData("/hooks/poststop/0", "{\"args\":[\"h\",\"--api-key\",\"abc\"]}", "{\"args\":[\"h\",\"--api-key\",\"#abc\"]}")]
    [InlineData("/process/args", "[\"mysql\",\"-pabc\"]", "[\"mysql\",\"#-pabc\"]")]
    [InlineData("/process/args", "[\"curl\",\"-H\",\"Authorization: Bearer abc\"]", "[\"curl\",\"-H\",\"#Authorization: Bearer abc\"]")]
    [InlineData("/process/args", "[\"curl\",\"--user=joe:abc\",\"-u\",\"joe:abc\"]", "[\"curl\",\"#--user=joe:abc\",\"-u\",\"#joe:abc\"]")]
    [InlineData("/process/args", "[\"env\",\"DB_PASS=abc\",\"x\"]", "[\"env\",\"DB_PASS=#abc\",\"x\"]")]
    [InlineData("/process/args", "[\"sh\",\"-c\",\"mysql --password abc\"]", "[\"sh\",\"-c\",\"#mysql --password abc\"]")]
    [InlineData("/process/args", "[\"sh\",\"-c\",\"a -x b; TOKEN=abc c\"]", "[\"sh\",\"-c\",\"#a -x b; TOKEN=abc c\"]")]
    [InlineData("/process/args", "[\"sh\",\"-c\",\"mkdir -p /a && PATH=/b:/c exec d\"]", "[\"sh\",\"-c\",\"mkdir -p /a && PATH=/b:/c exec d\"]")]
    [InlineData("/mounts/0/options/0", "\"username=u,password=abc\"", "\"#username=u,password=abc\"")]
    [InlineData("/mounts/0/options/0", "\"lowerdir=/a:/b,upperdir=/c\"", "\"lowerdir=/a:/b,upperdir=/c\"")]
    [InlineData("/annotations/a", "\"postgres://u:abc@h/db\"", "\"#postgres://u:abc@h/db\"")]
    [InlineData("/annotations/a", "\"https://example.com/a?token=abc\"", "\"#https://example.com/a?token=abc\"")]
    [InlineData("/annotations/a", "\"https://example.com/a?b=c\"", "\"https://example.com/a?b=c\"")]
    [InlineData("/annotations/a", "\"eyJhbGciOiJub25lIn0.e30.c2ln\"", "\"#eyJhbGciOiJub25lIn0.e30.c2ln\"")]
    [InlineData("/annotations/a", "\"-----BEGIN RSA PRIVATE KEY-----\"", "\"#-----BEGIN RSA PRIVATE KEY-----\"")]
    [InlineData("/annotations/a", "\"Server=h;User Id=u;Password=abc\"", "\"#Server=h;User Id=u;Password=abc\"")]
    [InlineData("/annotations/com.example~1encryption-key", "\"abc\"", "\"#abc\"")]
    [InlineData("/linux/sysctl", "{\"net.ipv4.tcp_fastopen_key\":\"abc\",\"net.core.somaxconn\":\"1\"}", "{\"net.ipv4.tcp_fastopen_key\":\"#abc\",\"net.core.somaxconn\":\"1\"}")]
    [InlineData("/process/args", "[\"curl\",\"--proxy-user=joe:abc\",\"--proxy-user\",\"joe:abc\"]", "[\"curl\",\"#--proxy-user=joe:abc\",\"--proxy-user\",\"#joe:abc\"]")]
    [InlineData("/process/args", "[\"curl\",\"--user\",\"joe:abc\",\"-u=joe:abc\"]", "[\"curl\",\"--user\",\"#joe:abc\",\"#-u=joe:abc\"]")]
    [InlineData("/process/args", "[\"ps\",\"--user=joe\",\"--users\",\"joe\"]", "[\"ps\",\"--user=joe\",\"--users\",\"joe\"]")]
    [InlineData("/process/args", "[\"x\",\"-p\",\"abc\",\"-p\"]", "[\"x\",\"-p\",\"#abc\",\"-p\"]")]
    [InlineData("/process/args", "[\"x\",\"--api-key=\",\"abc\"]", "[\"x\",\"--api-key=#\",\"abc\"]")]
    [InlineData("/process/args", "[\"--token\",1,\"abc\"]", "[\"--token\",\"#1\",\"abc\"]")]
    [InlineData("/process/args", "[1,\"abc\",[\"--token\",\"abc\"]]", "[1,\"abc\",[\"--token\",\"#abc\"]]")]
    [InlineData("/process/args", "[\"sh\",\"-c\",\"mysql --user joe\"]", "[\"sh\",\"-c\",\"#mysql --user joe\"]")]
    [InlineData("/process/args", "[\"sh\",\"-c\",\"mysql --token\"]", "[\"sh\",\"-c\",\"mysql --token\"]")]
    [InlineData("/process/args", "[\"sh\",\"-c\",\"a --token  b\"]", "[\"sh\",\"-c\",\"#a --token  b\"]")]
    [InlineData("/process/args", "[\"sh\",\"-c\",\"mysql -pabc x\"]", "[\"sh\",\"-c\",\"#mysql -pabc x\"]")]
    [InlineData("/process/args", "[\"sh\",\"-c\",\"curl -u=joe:abc x\"]", "[\"sh\",\"-c\",\"#curl -u=joe:abc x\"]")]
    [InlineData("/process/args/1", "\"--password=a=b\"", "\"--password=#a=b\"")]
    [InlineData("/process/args/1", "\"db password=abc\"", "\"#db password=abc\"")]
    [InlineData("/process/args/1", "\"db:password=abc\"", "\"#db:password=abc\"")]
    [InlineData("/process/args/1", "\"a=b,token:abc\"", "\"#a=b,token:abc\"")]
    [InlineData("/process/args/1", "\"a:b:token:abc\"", "\"#a:b:token:abc\"")]
    [InlineData("/process/args/1", "\"a=b:c=d\"", "\"a=b:c=d\"")]
    [InlineData("/process/ENV/0", "\"A=abc\"", "\"A=#abc\"")]
    [InlineData("/process/envs/0", "\"A=abc\"", "\"A=abc\"")]
    [InlineData("/process/env/0/0", "\"A=abc\"", "\"A=abc\"")]
    [InlineData("/annotations/a", "\"http://u:abc@h\"", "\"#http://u:abc@h\"")]
    [InlineData("/annotations/a", "\"see http://h/x and mail@h\"", "\"see http://h/x and mail@h\"")]
    [InlineData("/annotations/a", "\"http://h http://u:abc@h\"", "\"#http://h http://u:abc@h\"")]
    [InlineData("/annotations/a", "\"mail@h://x\"", "\"mail@h://x\"")]
    [InlineData("/annotations/a", "\"a eyJh.e30.c2ln\"", "\"#a eyJh.e30.c2ln\"")]
    [InlineData("/annotations/a", "\"eyJh.e30\"", "\"eyJh.e30\"")]
    [InlineData("/annotations/a", "\"name=eyJh.e30.c2ln\"", "\"#name=eyJh.e30.c2ln\"")]
    [InlineData("/annotations/a", "\"bearer abc\"", "\"#bearer abc\"")]
    [InlineData("/annotations/a", "\"Basic abc\"", "\"#Basic abc\"")]
    [InlineData("/annotations/a", "\"basics\"", "\"basics\"")]
    [InlineData("/annotations/a", "\"[abc]\"", "\"[abc]\"")]
    [InlineData("/process/args", "[\"mount.cifs\",\"//joe:abc@h/share\",\"/mnt\"]", "[\"mount.cifs\",\"#//joe:abc@h/share\",\"/mnt\"]")]
    [InlineData("/process/args", "[\"a\",\"//host/share\",\"x//y\",\"z@h\"]", "[\"a\",\"//host/share\",\"x//y\",\"z@h\"]")]
    [InlineData("/process/args", "[\"sshpass\",\"-p\",\"abc\",\"ssh\"]", "[\"sshpass\",\"-p\",\"#abc\",\"ssh\"]")]
    [InlineData("/process/args", "[\"redis-cli\",\"-a\",\"abc\",\"ping\"]", "[\"redis-cli\",\"-a\",\"#abc\",\"ping\"]")]
    [InlineData("/process/args", "[\"cp\",\"-a\",\"/from\",\"/to\"]", "[\"cp\",\"-a\",\"/from\",\"/to\"]")]
    [InlineData("/process/args", "[\"ldapsearch\",\"-x\",\"-w\",\"abc\"]", "[\"ldapsearch\",\"-x\",\"-w\",\"#abc\"]")]
    [InlineData("/process/args", "[\"sqlcmd\",\"-U\",\"abc\",\"-P\",\"abc\"]", "[\"sqlcmd\",\"-U\",\"#abc\",\"-P\",\"#abc\"]")]
    [InlineData("/process/args", "[\"sh\",\"-c\",\"redis-cli -a abc ping\"]", "[\"sh\",\"-c\",\"#redis-cli -a abc ping\"]")]
    [InlineData("/process/args", "[\"sh\",\"-c\",\"sshpass -p abc ssh h\"]", "[\"sh\",\"-c\",\"#sshpass -p abc ssh h\"]")]
    [InlineData("/process/args", "[\"sh\",\"-c\",\"cp -a /b /c; ls -a; docker -p 80:80\"]", "[\"sh\",\"-c\",\"cp -a /b /c; ls -a; docker -p 80:80\"]")]
    [InlineData("/process/args", "[\"rpcclient\",\"joe%abc\",\"h\"]", "[\"rpcclient\",\"#joe%abc\",\"h\"]")]
    [InlineData("/process/args", "[\"date\",\"+%F\",\"%s\",\"5%\",\"a/b%2Fc\"]", "[\"date\",\"+%F\",\"%s\",\"5%\",\"a/b%2Fc\"]")]
    [InlineData("/process/noNewPrivileges", "true", "true")]
    [InlineData("/linux/resources/memory/limit", "1.50", "1.50")]
    public void Puts_hashes_in_the_place_of_secrets(string path, string value, string expected)
    {
        var redacted = Redaction.Of(new PatchOperation("add", path, Sample.Value(value)), JsonObject.Empty);

        redacted.Path.Should().Be(path);
        Sample.Text(redacted.Value!).Should().Be(WithHashes(expected));
    }

    [Theory]
    [InlineData("/process/args/2", "\"#abc\"")]
    [InlineData("/process/args/1", "\"abc\"")]
    [InlineData("/process/args/0", "\"abc\"")]
    [InlineData("/process/args/3", "\"abc\"")]
    [InlineData("/process/args/-", "\"abc\"")]
    public void An_argument_is_told_by_the_one_before_it(string path, string expected) =>
        Sample.Text(Redaction.Of(new PatchOperation("add", path, Sample.Value("\"abc\"")), Sample.Object("{\"process\":{\"args\":[\"x\",\"--password\"]}}")).Value!).Should().Be(WithHashes(expected));

    /// <summary>A part of a text ends at any sign that ends a word for a shell, a query or a list of options.</summary>
    [Fact]
    public void Hides_a_text_with_a_secret_behind_any_separator()
    {
        foreach (var separator in " \t\r\n,;&?|\"'`()<>{}[]")
        {
            Redacted($"x{separator}token=abc").Should().StartWith("sha256:", separator.ToString());
            Redacted($"x{separator}--token{separator}abc").StartsWith("sha256:", StringComparison.Ordinal).Should().Be(separator is not (';' or '|' or '&' or '\n'), "another command begins behind these");
            Redacted($"token{separator}x=abc").Should().Be($"token{separator}x=abc", "the name is another one");
        }
    }

    [Theory]
    [InlineData("-u")]
    [InlineData("--user")]
    [InlineData("--proxy-user")]
    [InlineData("-p")]
    [InlineData("--password")]
    [InlineData("-apikey")]
    public void Knows_an_option_that_a_secret_follows(string option) => SecretText.IsOption(option).Should().BeTrue();

    [Theory]
    [InlineData("--user=x")]
    [InlineData("--users")]
    [InlineData("--proxy")]
    [InlineData("--password=")]
    [InlineData("password")]
    [InlineData("-")]
    [InlineData("")]
    public void Lets_other_options_be(string option) => SecretText.IsOption(option).Should().BeFalse();

    [Theory]
    [InlineData("/args/2", "\"#new\"")]
    [InlineData("/args/1", "\"new\"")]
    [InlineData("/args/0", "\"new\"")]
    [InlineData("/args/3", "\"new\"")]
    [InlineData("/args/9", "\"new\"")]
    [InlineData("/more/0/args/1", "\"#new\"")]
    [InlineData("/twice/1", "\"#new\"")]
    public void Hides_an_argument_of_an_option_that_stays(string path, string expected)
    {
        var document = Sample.Value("""{"args":["p","--token","new","x"],"more":[{"args":["--auth","new"]}],"twice":["a"],"twice":["b"]}""");

        Sample.Text(Redaction.Of(new PatchOperation("replace", path, Sample.Value("\"new\"")), document).Value!).Should().Be(WithHashes(expected));
    }

    [Attack("Secrets in the audit trail")]
    [Theory]
    [InlineData("{\"apiVersion\":\"v1\",\"data\":{\"x\":\"abc\"}}")]
    [InlineData(" [{\"x\":\"abc\"}]")]
    [InlineData("{not quite JSON")]
    [InlineData("[\"x\",\"abc\"]")]
    [InlineData("\n [\"")]
    public void Hides_a_document_in_a_string(string text)
    {
        var value = JsonScalar.Of(text);

        var redacted = Redaction.Of(new PatchOperation("add", "/annotations/kubectl.kubernetes.io~1last-applied-configuration", value), JsonObject.Empty);

        ((JsonScalar)redacted.Value!).AsText().Should().Be("sha256:" + Sha256.Hex(Encoding.UTF8.GetBytes(text)));
    }

    [Attack("Secrets in the audit trail")]
    [Theory]
    [InlineData("ghp_", "0123456789abcdefABCD")]
    [InlineData("gho_", "0123456789abcdefABCD")]
    [InlineData("ghs_", "0123456789abcdefABCD")]
    [InlineData("github_pat_", "11ABCDEFG0123456789_abc")]
    [InlineData("glpat-", "0123456789abcdef-_AB")]
    [InlineData("xoxb-", "12-34-abcDEF")]
    [InlineData("xoxp-", "12-34-abcDEF")]
    [InlineData("xapp-", "1-A0-12-abc")]
    [InlineData("AKIA", "IOSFODNN7EXAMPLE")]
    [InlineData("ASIA", "IOSFODNN7EXAMPLE")]
    [InlineData("AIza", "SyA0123456789abcdefghijklmnopqrstuv")]
    [InlineData("ya29.", "a0AfH6SMB0123456789")]
    [InlineData("sk-", "proj-0123456789abcdef")]
    [InlineData("sk_live_", "0123456789")]
    [InlineData("eyJ", "hbGciOiJIUzI1NiJ9.e30")]
    [InlineData("npm_", "0123456789abcdefABCD")]
    [InlineData("pypi-", "AgEIcHlwaS5vcmcCJDA")]
    [InlineData("dckr_pat_", "0123456789abc")]
    [InlineData("hf_", "0123456789abcdefABCD")]
    [InlineData("hvs.", "CAESIJabc")]
    [InlineData("AGE-SECRET-KEY-", "1QQQQQQQQ")]
    public void Knows_the_tokens_of_well_known_services(string prefix, string rest)
    {
        foreach (var text in (string[])[prefix + rest, $"see {prefix}{rest}", $"--x={prefix}{rest}", $"h/{prefix}{rest}/y"])
        {
            SecretText.Is(text).Should().BeTrue(text);
        }
        SecretText.Is("x" + prefix + rest).Should().BeFalse("it is part of a longer word");
        SecretText.Is(prefix + rest[..4]).Should().BeFalse("it is too short");
    }

    /// <summary>What is before the last sign is one name, however many there are.</summary>
    [Theory]
    [InlineData("connection:string=x1", true)]
    [InlineData("pass:phrase:x1", true)]
    [InlineData("a=b=c:d", false)]
    public void A_name_may_have_the_signs_in_it(string text, bool isSecret) => SecretText.Is(text).Should().Be(isSecret);

    /// <summary>The last "@" ends the user and its password: both may have one.</summary>
    [Theory]
    [InlineData("//me@corp.example:x1@files/share", true)]
    [InlineData("//me:x@1@files/share", true)]
    [InlineData("https://@x1@host/", true)]
    [InlineData("https://@host/", false)]
    [InlineData("//host/me@corp", false)]
    public void A_user_may_have_an_at_sign(string text, bool isSecret) => SecretText.Is(text).Should().Be(isSecret);

    [Fact]
    public void Leaves_an_operation_without_a_value_alone()
    {
        var operation = new PatchOperation("remove", "/process/env/0", null);

        Redaction.Of(operation, JsonObject.Empty).Should().BeSameAs(operation);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("DB_PASSWD")]
    [InlineData("client-secret")]
    [InlineData("SessionToken")]
    [InlineData("credentials")]
    [InlineData("API_KEY")]
    [InlineData("apikey")]
    [InlineData("x-api.key")]
    [InlineData("Private Key")]
    [InlineData("com.example/privateKey")]
    [InlineData("AUTH")]
    [InlineData("oauth2")]
    [InlineData("Authorization")]
    [InlineData("authorsAuth")]
    [InlineData("passphrase")]
    [InlineData("com.example/encryption-key")]
    [InlineData("com.example/key")]
    [InlineData("ssh_key")]
    [InlineData("SSHKey2")]
    [InlineData("tlsKeyFile")]
    [InlineData("com.example/db-pass")]
    [InlineData("DB_PASS")]
    [InlineData("db.pw")]
    [InlineData("jwt")]
    [InlineData("Cookie")]
    [InlineData("net.ipv4.tcp_fastopen_key")]
    [InlineData("com.example/keys")]
    [InlineData("SSH_KEYS")]
    [InlineData("sshKeys")]
    [InlineData("AWS_CRED")]
    [InlineData("db.creds")]
    [InlineData("dbCreds9")]
    [InlineData("passcode")]
    [InlineData("DB_PWD")]
    [InlineData("pwd1")]
    [InlineData("secret")]
    [InlineData("to-ken")]
    [InlineData("credential")]
    [InlineData("Authorisation")]
    [InlineData("authorize")]
    [InlineData("bearer")]
    [InlineData("ConnectionString")]
    [InlineData("PW")]
    [InlineData("a.pw.b")]
    [InlineData("xPw")]
    [InlineData("key")]
    [InlineData("KEY_ID")]
    [InlineData("aKey")]
    [InlineData("unauthenticated")]
    [InlineData("author.auth")]
    public void Knows_the_name_of_a_secret(string name) => SecretName.Is(name).Should().BeTrue();

    [Theory]
    [InlineData("org.opencontainers.image.authors")]
    [InlineData("noNewPrivileges")]
    [InlineData("keyboard")]
    [InlineData("passthrough")]
    [InlineData("maskedPaths")]
    [InlineData("lowpower")]
    [InlineData("destination")]
    [InlineData("env")]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("author")]
    [InlineData("Authors")]
    [InlineData("keyspace")]
    [InlineData("credo")]
    [InlineData("passenger")]
    [InlineData("pws")]
    [InlineData("xpw")]
    [InlineData("hostname")]
    [InlineData("--")]
    [InlineData("cook")]
    [InlineData("basic")]
    public void Lets_other_names_be(string name) => SecretName.Is(name).Should().BeFalse();

    [Fact]
    public void No_secret_is_ever_in_what_comes_out()
    {
        var seen = 0;
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var secret = $"s3cr3t{random.NextInt64():x16}";
            var before = Sample.Value(new RandomDocument(random).Write());
            var after = Plant(before, random, secret);

            var operations = DocumentPatch.Between(before, after).Operations;

            seen += Text(operations).Contains(secret, StringComparison.Ordinal) ? 1 : 0;
            Text(operations.Select(operation => Redaction.Of(operation, after))).Should().NotContain(secret);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithQuietOnSuccess(true));
        seen.Should().BeGreaterThan(100, "a secret that is never there proves nothing");
    }

    private static string Redacted(string text) =>
        ((JsonScalar)Redaction.Of(new PatchOperation("add", "/annotations/a", JsonScalar.Of(text)), JsonObject.Empty).Value!).AsText();

    // Puts the secret in places all over a document: under telling names, and into environments, whole or as one entry.
    private static JsonValue Plant(JsonValue value, Random random, string secret) => value switch
    {
        JsonObject json => new JsonObject([
            .. json.Members.Select(member => member with
            {
                Value = member.Name.AsText() == "env" && member.Value is JsonArray env ? AddEntry(env, random, secret) : Plant(member.Value, random, secret),
            }),
            .. random.Next(3) > 0 ? [] : new[] { Secret(random, secret) },
        ]),
        JsonArray array => new JsonArray([.. array.Items.Select(item => Plant(item, random, secret))]),
        _ => value,
    };

    private static JsonMember Secret(Random random, string secret) => random.Next(4) switch
    {
        0 => new JsonMember(JsonScalar.Of("API_Key"), Sample.Value($"{{\"a\":[\"{secret}\",1]}}")),
        1 => new JsonMember(JsonScalar.Of("x/passwords"), Sample.Value($"[\"{secret}\"]")),
        2 => new JsonMember(JsonScalar.Of("hook"), Sample.Value($"[{{\"env\":[\"A={secret}\",\"{secret}\"],\"args\":[\"--auth={secret}\",\"--passwd\",\"{secret}\"]}}]")),
        _ => new JsonMember(JsonScalar.Of("token"), JsonScalar.Of(secret)),
    };

    private static JsonArray AddEntry(JsonArray env, Random random, string secret) =>
        new(env.Items.Insert(random.Next(env.Items.Length + 1), JsonScalar.Of(random.Next(2) == 0 ? $"N={secret}" : secret)));

    private static string Text(IEnumerable<PatchOperation> operations) =>
        string.Join('\n', operations.Select(operation => $"{operation.Op} {operation.Path} {operation.From} {(operation.Value is { } value ? Sample.Text(value) : "")}"));

    // "#text" in a string stands for the text's hash.
    private static string WithHashes(string text) =>
        Hashed().Replace(text, match => "sha256:" + Sha256.Hex(Encoding.UTF8.GetBytes(match.Groups[1].Value)));

    [GeneratedRegex("#(\\{[^}]*\\}|[^\"]*)")]
    private static partial Regex Hashed();
}
