namespace Bridge.Tests.Configuration;

[Trait("Speed", "unit")]
public sealed class LinkFaultTests : IDisposable
{
    private const string Outbind =
        """ "Outbind": { "Listen": "127.0.0.1:1", "From": ["192.0.2.1"], "SystemId": "smsc", "Password": "p" } """;

    private const string Certificate = """ "CertificateFile": "/dev/null", "KeyFile": "/dev/null" """;

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Port", "\"2775a\"", "Port")]
    [InlineData("Port", "0", "Port")]
    [InlineData("Port", "27.5", "Port")]
    [InlineData("Port", "true", "Port")]
    [InlineData("Port", "{ \"Number\": 1 }", "Port")]
    [InlineData("Port", "[1]", "Port")]
    [InlineData("Host", "\"two words\"", "Host")]
    [InlineData("Bind", "\"both\"", "Bind")]
    [InlineData("InterfaceVersion", "\"3.3\"", "InterfaceVersion")]
    [InlineData("Window", "0", "Window")]
    [InlineData("EnquireLink", "\"15\"", "EnquireLink")]
    [InlineData("EnquireLink", "\"00:15\"", "EnquireLink")]
    [InlineData("EnquireLink", "\"-00:00:15\"", "EnquireLink")]
    [InlineData("Reconnect", "\"fast\"", "Reconnect")]
    [InlineData("Reconnect", "{ \"Min\": \"00:01:00\" }", "Reconnect:Min")]
    [InlineData("Tls", "{ \"Enabled\": true, \"CaFile\": \"/nowhere/ca.pem\" }", "Tls:CaFile")]
    [InlineData("Tls", "{ }", null)]
    [InlineData("Tls", "{ \"ServerName\": \"smsc.example\" }", "Tls:Enabled")]
    [InlineData("SystemType", "null", null)]
    [InlineData("Hosts", "[\"a\", \"b\"]", "Hosts")]
    [InlineData("SessionInit", "\"00:00:00.050\"", "SessionInit")]
    [InlineData("Inactivity", "\"00:00:00\"", "Inactivity")]
    [InlineData("Inactivity", "\"00:10:00\"", null)]
    public void One_mistake_in_a_link_is_one_line(string key, string json, string? path)
    {
        var link = new Dictionary<string, string>
        {
            ["Host"] = "\"h\"",
            ["Port"] = "1",
            ["SystemId"] = "\"s\"",
            ["Password"] = "\"p\"",
            [key] = json
        };

        ShouldBeFaults($"{{ {string.Join(',', link.Select(p => $"\"{p.Key}\": {p.Value}"))} }}", path);
    }

    [Theory]
    [InlineData("[\"smsc-1.example\", \"192.0.2.7\"]")]
    [InlineData("[]", "Hosts")]
    [InlineData("\"smsc-1.example\"", "Hosts", "Hosts")]
    [InlineData("[\"smsc-1.example\", \"two words\"]", "Hosts:1")]
    public void Several_hosts_are_an_array(string json, params string[] paths)
    {
        var link = $$"""{ "Hosts": {{json}}, "Port": 1, "SystemId": "s", "Password": "p" }""";

        ShouldBeFaults(link, paths);
        if (paths.Length == 0) _folder.ReadLink(link).Plan!.Operators[0].Links[0].Hosts.ShouldBe(["smsc-1.example", "192.0.2.7"]);
    }

    [Theory]
    [InlineData("""
        "Listen": "127.0.0.1:2776", "From": ["192.0.2.1", "198.51.100.0/24", "2001:db8::/32"], "SystemId": "smsc", "Password": ""
        """, null)]
    [InlineData("""
        "From": ["192.0.2.1"], "SystemId": "smsc", "Password": "p"
        """, "Listen")]
    [InlineData("""
        "Listen": "127.0.0.1", "From": ["192.0.2.1"], "SystemId": "smsc", "Password": "p"
        """, "Listen")]
    [InlineData("""
        "Listen": "127.0.0.1:1", "SystemId": "smsc", "Password": "p"
        """, "From")]
    [InlineData("""
        "Listen": "127.0.0.1:1", "From": ["smsc.example"], "SystemId": "smsc", "Password": "p"
        """, "From:0")]
    [InlineData("""
        "Listen": "127.0.0.1:1", "From": ["192.0.2.1"], "Password": "p"
        """, "SystemId")]
    [InlineData("""
        "Listen": "127.0.0.1:1", "From": ["192.0.2.1"], "SystemId": "smsc"
        """, "Password")]
    public void An_operator_that_calls_has_to_be_known_by_address_name_and_password(string outbind, string? fault)
    {
        var link = $$"""{ "Outbind": { {{outbind}} }, "SystemId": "s", "Password": "p" }""";

        ShouldBeFaults(link, fault is null ? null : $"Outbind:{fault}");
        if (fault is null) _folder.ReadLink(link).Plan!.Operators[0].Links[0].Outbind!.From.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("\"Host\": \"h\"", "Host")]
    [InlineData("\"Hosts\": [\"h\"]", "Hosts")]
    [InlineData("\"Port\": 1", "Port")]
    [InlineData("\"Tls\": { \"Enabled\": true }", "Tls:CertificateFile")]
    [InlineData("\"Tls\": { \"Enabled\": true, \"CertificateFile\": \"/dev/null\" }", "Tls:KeyFile")]
    [InlineData("\"Tls\": { \"Enabled\": true, " + Certificate + ", \"ServerName\": \"smsc.example\" }", "Tls:ServerName")]
    [InlineData(
        "\"Tls\": { \"Enabled\": true, " + Certificate + ", \"CaFile\": \"/dev/null\", \"ServerName\": \"smsc.example\" }", null)]
    [InlineData("\"Tls\": { \"Enabled\": false }", null)]
    public void A_link_either_calls_or_is_called_and_then_shows_its_certificate_first(string more, string? fault) =>
        ShouldBeFaults($$"""{ {{Outbind}}, "SystemId": "s", "Password": "p", {{more}} }""", fault);

    private void ShouldBeFaults(string link, params string?[]? paths) => _folder.ReadLink(link).Faults.Select(f => f.Path)
        .ShouldBe((paths ?? []).OfType<string>().Select(path => $"Bridge:Operators:o:Links:a:{path}"));
}
