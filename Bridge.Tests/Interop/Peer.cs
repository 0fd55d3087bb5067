using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>Where the real peers are, and what to install when one is not.</summary>
internal static class Peer
{
    public const string Kannel = "kannel-extras";
    public const string NetSmpp = "libnet-smpp-perl";
    public const string NodeSmpp = "node-smpp";
    public const string Wireshark = "tshark";

    /// <summary>Kannel's own SMSC.</summary>
    public const string DriveSmpp = "/usr/lib/kannel/test/drive_smpp";

    /// <summary>
    /// In the source tree, because the module is installed next to the script: from bin/CONFIGURATION/FRAMEWORK of the tests.
    /// </summary>
    public static string Script(string name) => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "Interop", name));

    /// <summary>Null when everything is there, else what is missing and how to get it.</summary>
    public static string? Missing(string peer)
    {
        var (file, remedy) = peer switch
        {
            Kannel => (DriveSmpp, "apt-get install kannel-extras"),
            NetSmpp => ("/usr/share/perl5/Net/SMPP.pm", "apt-get install libnet-smpp-perl"),
            Wireshark => ("/usr/bin/tshark", "apt-get install tshark"),
            NodeSmpp => (Script("node/node_modules/smpp/package.json"), "npm install --prefix Bridge.Tests/Interop/node --no-package-lock"),
            _ => throw new ArgumentOutOfRangeException(nameof(peer), peer, "no such peer"),
        };
        if (!RabbitMqServer.IsInstalled)
        {
            return "rabbitmq-server is not installed: apt-get install rabbitmq-server, or run ./test.sh, which installs every peer";
        }

        return File.Exists(file) ? null : $"{peer} is not installed: {remedy}, or run ./test.sh, which installs every peer";
    }

    /// <summary>On the build machine (CI=true) nothing is skipped: what is missing fails there.</summary>
    public static string? Excuse(string[] peers) =>
        Environment.GetEnvironmentVariable("CI") == "true" ? null : peers.Select(Missing).FirstOrDefault(missing => missing is not null);
}

/// <summary>
/// A fact about the bridge between a real SMSC and a real broker; skipped with the reason where the peer is not installed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute(params string[] peers) => Skip = Peer.Excuse(peers);
}

/// <summary>As <see cref="PeerFactAttribute"/>, of several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerTheoryAttribute : TheoryAttribute
{
    public PeerTheoryAttribute(params string[] peers) => Skip = Peer.Excuse(peers);
}
