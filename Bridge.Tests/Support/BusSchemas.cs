using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Bridge.Tests.Support;

/// <summary>
/// The JSON Schemas of docs/bus/schemas as the judge of what goes over the bus. Of events stricter than they are for a consumer, who should
/// pass over what is new to it: here a field that they do not describe is a fault.
/// </summary>
internal static class BusSchemas
{
    private static readonly string Folder = Repository.File("docs", "bus", "schemas");

    // Not where the files are: the library holds a reference into a file that does exist for one to anything at all.
    private static readonly Uri Base = new("file:///schemas/");
    private static readonly Dictionary<string, JsonSchema> Messages = [];
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    static BusSchemas()
    {
        // What others refer to first: a reference to what is not there yet would be taken for one to anything at all.
        string[] shared = ["common.json", "report.json"];
        foreach (var file in shared.Select(name => Path.Combine(Folder, name))
            .Concat(Directory.EnumerateDirectories(Folder).SelectMany(Directory.EnumerateFiles)))
        {
            var schema = JsonNode.Parse(File.ReadAllText(file))!;
            if (!file.Contains($"{Path.DirectorySeparatorChar}commands{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            {
                Close(schema);
            }

            var path = Path.GetRelativePath(Folder, file);
            Messages[path] = JsonSchema.FromText(schema.ToJsonString(), baseUri: new Uri(Base, path));
        }
    }

    /// <summary>Names of what has a schema: events or commands.</summary>
    public static IEnumerable<string> Names(string kind) =>
        Directory.EnumerateFiles(Path.Combine(Folder, kind), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!);

    /// <summary>What the schema of its type has against a message; nothing when it is sound.</summary>
    /// <param name="kind">events or commands.</param>
    public static IReadOnlyList<string> Faults(string kind, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var name = document.RootElement.Text("type")["hk.992.".Length..];
        if (!Messages.TryGetValue($"{kind}/{name}.json", out var schema)) return [$"{kind}/{name} has no schema"];
        var result = schema.Evaluate(document.RootElement, Options);
        if (result.IsValid) return [];
        var errors = (result.Details ?? []).Prepend(result).Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!.Select(error => $"{name} {detail.InstanceLocation}: {error.Key} {error.Value}")).ToList();
        return errors.Count > 0 ? errors : [$"{name} does not keep to its schema"];
    }

    private static void Close(JsonNode? schema)
    {
        if (schema is JsonArray array)
        {
            foreach (var item in array) Close(item);
        }

        if (schema is not JsonObject described) return;
        foreach (var (key, below) in described.ToList())
        {
            // Alternatives name only the fields in which they differ.
            if (key != "oneOf") Close(below);
        }

        if (described["properties"] is JsonObject) described["additionalProperties"] = false;
    }
}
