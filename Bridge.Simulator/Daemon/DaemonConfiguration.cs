using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bridge.Simulator.Daemon;

/// <summary>One link of a simulated operator, as the daemon's configuration has it.</summary>
/// <param name="Bind">transceiver, receiver or transmitter.</param>
internal sealed record DaemonLink(string Name, int Port, string Bind, string SystemId, string Password, int Window);

/// <param name="Network">mobile or fixed.</param>
internal sealed record DaemonOperator(string Name, string Network, IReadOnlyList<DaemonLink> Links)
{
    /// <summary>same, decimal or hex.</summary>
    public string ReceiptIdFormat { get; init; } = "same";

    /// <summary>How the daemon splits long replies: udh, sar or payload.</summary>
    public string LongText { get; init; } = "udh";

    /// <summary>Further keys of the operator's section; null: none.</summary>
    public JsonObject? ExtraKeys { get; init; }
}

/// <summary>
/// Writes the configuration of a daemon that the simulator starts itself: SQLite in a directory of its own, the loopback address only.
/// </summary>
internal static class DaemonConfiguration
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="amqp">Null: the embedded bus.</param>
    /// <param name="extraKeys">Further keys of section Bridge.</param>
    /// <returns>The path of the file, readable by its owner alone: it holds passwords.</returns>
    public static string Write(string directory, Uri http, Uri? amqp, IEnumerable<DaemonOperator> operators, JsonObject? extraKeys = null)
    {
        var bridge = new JsonObject
        {
            ["NodeName"] = "bridge-sim",
            ["Operators"] = new JsonObject(operators.Select(o => KeyValuePair.Create(o.Name, (JsonNode?)Operator(o)))),
            ["Store"] = new JsonObject { ["Kind"] = "sqlite", ["Path"] = Path.Combine(directory, "bridge.db") },
            ["Bus"] = amqp is null
                ? new JsonObject { ["Kind"] = "embedded" }
                : new JsonObject { ["Kind"] = "rabbitmq", ["Uri"] = amqp.OriginalString },
            ["Http"] = new JsonObject { ["Listen"] = http.GetLeftPart(UriPartial.Authority) },
        };
        Add(bridge, extraKeys);
        var path = Path.Combine(directory, "bridge.json");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        JsonSerializer.Serialize(file, new JsonObject { ["Bridge"] = bridge }, Indented);
        return path;
    }

    /// <summary>A port of the loopback address that is free now; another process may take it before it is used.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static JsonObject Operator(DaemonOperator operatorPlan)
    {
        var section = new JsonObject
        {
            ["Network"] = operatorPlan.Network,
            ["ReceiptIdFormat"] = operatorPlan.ReceiptIdFormat,
            ["LongText"] = operatorPlan.LongText,
            ["Links"] = new JsonObject(operatorPlan.Links.Select(link => KeyValuePair.Create(link.Name, (JsonNode?)Link(link)))),
        };
        Add(section, operatorPlan.ExtraKeys);
        return section;
    }

    private static JsonObject Link(DaemonLink link) => new()
    {
        ["Host"] = "127.0.0.1",
        ["Port"] = link.Port,
        ["Bind"] = link.Bind,
        ["SystemId"] = link.SystemId,
        ["Password"] = link.Password,
        ["Window"] = link.Window,
    };

    private static void Add(JsonObject section, JsonObject? extraKeys)
    {
        foreach (var (key, value) in extraKeys ?? []) section[key] = value?.DeepClone();
    }
}
