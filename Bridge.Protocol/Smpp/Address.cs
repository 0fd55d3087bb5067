namespace Bridge.Protocol.Smpp;

/// <summary>
/// An SME address with its type of number and numbering plan (SMPP v3.4 §5.2.5 to §5.2.9). <paramref name="Value"/> is what stood
/// on the wire without its NUL: usually digits, sometimes letters; at most 20 characters in deliver_sm and submit_sm, 64 in data_sm.
/// </summary>
public readonly record struct Address(byte Ton, byte Npi, string Value)
{
    /// <summary>The null address: one NUL on the wire.</summary>
    public static Address None { get; } = new(0, 0, "");

    /// <summary>Never the number: it would reach a log (see the privacy test).</summary>
    public override string ToString() => $"ton={Ton} npi={Npi} length={Value?.Length ?? 0}";
}
