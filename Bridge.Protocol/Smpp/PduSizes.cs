namespace Bridge.Protocol.Smpp;

/// <summary>
/// The sizes of a PDU and its fields, in octets. That of a C-octet string includes its NUL (SMPP v3.4 §3.1).
/// <code>
///  0               4            8                12                16
///  +---------------+------------+----------------+-----------------+------------------+------+
///  | command_length| command_id | command_status | sequence_number | mandatory fields | TLVs |
///  +---------------+------------+----------------+-----------------+------------------+------+
/// </code>
/// </summary>
public static class PduSizes
{
    /// <summary>The header of a PDU.</summary>
    public const int HeaderOctets = 16;

    /// <summary>The tag and the length of an optional parameter.</summary>
    public const int TlvHeaderOctets = 4;

    /// <summary>Largest system_id (§5.2.1).</summary>
    public const int SystemId = 16;

    /// <summary>Largest password (§5.2.2).</summary>
    public const int Password = 9;

    /// <summary>Largest system_type (§5.2.3).</summary>
    public const int SystemType = 13;

    /// <summary>Largest address_range (§5.2.7).</summary>
    public const int AddressRange = 41;

    /// <summary>Largest service_type (§5.2.11).</summary>
    public const int ServiceType = 6;

    /// <summary>Largest address of most PDUs (§5.2.8, §5.2.9), and largest dl_name (§5.2.27).</summary>
    public const int Address = 21;

    /// <summary>Largest address in data_sm and alert_notification (§4.7.1, §4.12.1).</summary>
    public const int LongAddress = 65;

    /// <summary>A time that is set (§7.1.1). One that is not set is a single NUL.</summary>
    public const int Time = 17;

    /// <summary>Largest message_id (§5.2.23).</summary>
    public const int MessageId = 65;

    /// <summary>Largest short_message: 254 in v3.4 §5.2.22, 255 in v5.0 §4.7.28. Here it is 255, the most that sm_length can say.</summary>
    public const int ShortMessage = 255;
}
