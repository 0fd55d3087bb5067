namespace Bridge.Protocol.Smpp;

/// <summary>
/// Sizes on the wire. Lengths of C-octet strings include their NUL (SMPP v3.4 §3.1).
/// <code>
///  0               4            8                12                16
///  +---------------+------------+----------------+-----------------+------------------+------+
///  | command_length| command_id | command_status | sequence_number | mandatory fields | TLVs |
///  +---------------+------------+----------------+-----------------+------------------+------+
/// </code>
/// </summary>
public static class PduSizes
{
    public const int HeaderOctets = 16;
    public const int TlvHeaderOctets = 4;

    public const int SystemId = 16;
    public const int Password = 9;
    public const int SystemType = 13;
    public const int AddressRange = 41;
    public const int ServiceType = 6;
    public const int Address = 21;

    /// <summary>data_sm and alert_notification (SMPP v3.4 §4.7.1, §4.12.1).</summary>
    public const int LongAddress = 65;

    /// <summary>A time is one NUL, or 16 characters and a NUL (SMPP v3.4 §7.1.1).</summary>
    public const int Time = 17;
    public const int MessageId = 65;

    /// <summary>254 in v3.4 §5.2.22, 255 in v5.0 §4.7.28; sm_length could say no more.</summary>
    public const int ShortMessage = 255;
}
