namespace Bridge.Protocol.Smpp;

/// <summary>
/// The address of a phone, an ESME or an SMSC's short code (SMPP v3.4 §5.2.5 to §5.2.10).
/// </summary>
/// <param name="Ton">Type of number: 0 unknown, 1 international, 2 national, 3 network specific, 5 alphanumeric.</param>
/// <param name="Npi">Numbering plan: 0 unknown, 1 E.164.</param>
/// <param name="Value">
/// The address without its NUL: usually digits, sometimes letters. At most 20 characters, in data_sm and alert_notification 64. A received
/// one may be longer.
/// </param>
public readonly record struct Address(byte Ton, byte Npi, string Value)
{
    /// <summary>The empty address, which on the wire is a single NUL.</summary>
    public static Address None { get; } = new(0, 0, "");

    /// <summary>Everything but the number, which must not reach a log.</summary>
    public override string ToString() => $"ton={Ton} npi={Npi} length={Value?.Length ?? 0}";
}
