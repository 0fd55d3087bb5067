using System.Net;
using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Configuration;

public sealed record LinkPlan
{
    public required string Operator { get; init; }
    public required string Name { get; init; }

    /// <summary>At least one. Tried in turn, beginning with the one that worked last; with <see cref="Outbind"/> our own address.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>With <see cref="Outbind"/> our own port.</summary>
    public required int Port { get; init; }
    public required BindMode Bind { get; init; }
    public required string SystemId { get; init; }
    public required string Password { get; init; }
    public required string SystemType { get; init; }

    /// <summary>0x34 or 0x50.</summary>
    public required byte InterfaceVersion { get; init; }

    /// <summary>What the SMSC speaks where its bind_resp does not say: 0x33, which takes no TLVs (SMPP v3.4 §3.3.2), 0x34, 0x50.</summary>
    public required byte PeerVersion { get; init; }

    /// <summary>How many of our requests may be unanswered.</summary>
    public required int Window { get; init; }

    /// <summary>From the connection to the finished bind, and as long again for the connection itself.</summary>
    public required TimeSpan SessionInit { get; init; }

    /// <summary>The silence after which enquire_link is sent.</summary>
    public required TimeSpan EnquireLink { get; init; }
    public required TimeSpan ResponseTimeout { get; init; }

    /// <summary>How long the link may carry nothing but enquire_link; null: without end.</summary>
    public required TimeSpan? Inactivity { get; init; }
    public required ReconnectPlan Reconnect { get; init; }

    /// <summary>Null: no TLS.</summary>
    public required TlsPlan? Tls { get; init; }

    /// <summary>The operator calls us; null: we call the operator.</summary>
    public required OutbindPlan? Outbind { get; init; }

    /// <summary>Never the password.</summary>
    public override string ToString() => $"{Operator}/{Name}";
}

/// <summary>The waits before the next try: exponential from Min to Max with full jitter.</summary>
/// <param name="Refused">After a bind refused for its credentials.</param>
public sealed record ReconnectPlan(TimeSpan Min, TimeSpan Max, TimeSpan Refused);

/// <param name="ServerName">Null: the host's name is what the certificate has to be for.</param>
/// <param name="CaFile">Null: the system's authorities are trusted.</param>
/// <param name="CertificateFile">Our certificate; null, as is the key, when we show none.</param>
public sealed record TlsPlan(string? ServerName, string? CaFile, string? CertificateFile, string? KeyFile);

/// <summary>Who may call, from where, and what the caller has to say (outbind, SMPP v3.4 §4.1.7).</summary>
public sealed record OutbindPlan(IPEndPoint Listen, IReadOnlyList<IPNetwork> From, string SystemId, string Password)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => Listen.ToString();
}
