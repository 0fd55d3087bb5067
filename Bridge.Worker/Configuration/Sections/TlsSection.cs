namespace Bridge.Worker.Configuration.Sections;

/// <summary>Section Bridge:Operators:NAME:Links:NAME:Tls.</summary>
internal static class TlsSection
{
    public static readonly KeyTable Keys = new();

    private static readonly Key<bool> Enabled = Keys.Required("Enabled", Kinds.Flag, "Whether the link uses TLS.");

    private static readonly Key<string?> ServerName = Keys.OrNull("ServerName", Kinds.Host, "the host",
        "The name that the operator's certificate has to be for. With `Outbind` only beside `CaFile`.");

    private static readonly Key<string?> CaFile = Keys.ExistingFile("CaFile",
        "The authorities (PEM) that vouch for the operator's certificate; without it the system's. "
        + "With `Outbind` the operator shows a certificate only if this is given.");

    private static readonly Key<string?> CertificateFile = Keys.ExistingFile("CertificateFile",
        "Our certificate (PEM), read anew for each connection. Only with `KeyFile`; with `Outbind` both are required.");

    private static readonly Key<string?> KeyFile = Keys.ExistingFile("KeyFile", "Its private key (PEM).");

    /// <summary>Null when it is not enabled.</summary>
    /// <param name="isCalled">The operator calls, so it is we who show a certificate first (RFC 8446 §2).</param>
    public static TlsPlan? Read(SectionReader tls, bool isCalled)
    {
        var enabled = tls.Read(Enabled);
        var plan = new TlsPlan(tls.Read(ServerName), tls.Read(CaFile), tls.Read(CertificateFile), tls.Read(KeyFile));
        var (noCertificate, noKey) = (tls.IsAbsent(CertificateFile), tls.IsAbsent(KeyFile));
        if (noCertificate != noKey)
        {
            tls.Fault(noKey ? KeyFile : CertificateFile, "missing", "both CertificateFile and KeyFile, or neither");
        }
        if (isCalled && enabled && noCertificate && noKey)
        {
            tls.Fault(CertificateFile, "missing",
                "a readable file, and KeyFile: with Outbind the operator calls and wants to see our certificate");
        }
        if (isCalled && !tls.IsAbsent(ServerName) && tls.IsAbsent(CaFile))
        {
            tls.Fault(ServerName, "found without CaFile", "CaFile beside it: with Outbind only that has the caller show a certificate");
        }
        return enabled ? plan : null;
    }
}
