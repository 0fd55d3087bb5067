using Bridge.Tests.Support;
using Bridge.Worker.Configuration;

namespace Bridge.Tests.Configuration;

/// <summary>A folder with configurations and the files that they name.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Path => _folder.Path;

    public string File(string name) => _folder.File(name);

    /// <summary>The path of the new file.</summary>
    public string Write(string name, string content)
    {
        var path = _folder.File(name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public ConfigurationReading Read(string json, params string[] commandLine) =>
        BridgeConfiguration.Read(Write("bridge.json", json), commandLine);

    /// <summary>One operator, o, with these keys beside Network and one link.</summary>
    public ConfigurationReading ReadOperator(string keys, string bridgeKeys = "\"ShortCode\": \"992\"") => Read($$"""
        {
          "Bridge": {
            {{bridgeKeys}},
            "Operators": {
              "o": {
                "Network": "fixed", {{keys}},
                "Links": { "a": { "Host": "h", "Port": 1, "SystemId": "s", "Password": "p" } }
              }
            }
          }
        }
        """);

    /// <summary>One operator, o, with one link, a.</summary>
    public ConfigurationReading ReadLink(string link) =>
        Read($$"""{ "Bridge": { "Operators": { "o": { "Network": "fixed", "Links": { "a": {{link}} } } } } }""");

    public void Dispose() => _folder.Dispose();
}
