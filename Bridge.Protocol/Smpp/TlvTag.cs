namespace Bridge.Protocol.Smpp;

/// <summary>
/// The tags of optional parameters (SMPP v3.4 §5.3.2, v5.0 §4.8.4). Any other number, such as a vendor's tag, is a value of this type too,
/// and is kept as received. <see cref="SpecNames.SpecName(TlvTag)"/> gives the spec's name, <see cref="TlvRule.Find"/> the form of the
/// value.
/// </summary>
public enum TlvTag : ushort
{
    /// <summary>dest_addr_subunit (SMPP v3.4 §5.3.2.1): a number of 1 octet.</summary>
    DestAddrSubunit = 0x0005,

    /// <summary>dest_network_type (SMPP v3.4 §5.3.2.3): a number of 1 octet.</summary>
    DestNetworkType = 0x0006,

    /// <summary>dest_bearer_type (SMPP v3.4 §5.3.2.5): a number of 1 octet.</summary>
    DestBearerType = 0x0007,

    /// <summary>dest_telematics_id (SMPP v3.4 §5.3.2.7): a number of 2 octets.</summary>
    DestTelematicsId = 0x0008,

    /// <summary>source_addr_subunit (SMPP v3.4 §5.3.2.2): a number of 1 octet.</summary>
    SourceAddrSubunit = 0x000D,

    /// <summary>source_network_type (SMPP v3.4 §5.3.2.4): a number of 1 octet.</summary>
    SourceNetworkType = 0x000E,

    /// <summary>source_bearer_type (SMPP v3.4 §5.3.2.6): a number of 1 octet.</summary>
    SourceBearerType = 0x000F,

    /// <summary>source_telematics_id (SMPP v3.4 §5.3.2.8): a number of 1 octet.</summary>
    SourceTelematicsId = 0x0010,

    /// <summary>qos_time_to_live (SMPP v3.4 §5.3.2.9): a number of 4 octets.</summary>
    QosTimeToLive = 0x0017,

    /// <summary>payload_type (SMPP v3.4 §5.3.2.10): a number of 1 octet.</summary>
    PayloadType = 0x0019,

    /// <summary>additional_status_info_text (SMPP v3.4 §5.3.2.11): a C-octet string of 1 to 256 octets.</summary>
    AdditionalStatusInfoText = 0x001D,

    /// <summary>receipted_message_id (SMPP v3.4 §5.3.2.12): a C-octet string of 1 to 65 octets.</summary>
    ReceiptedMessageId = 0x001E,

    /// <summary>ms_msg_wait_facilities (SMPP v3.4 §5.3.2.13): a number of 1 octet.</summary>
    MsMsgWaitFacilities = 0x0030,

    /// <summary>privacy_indicator (SMPP v3.4 §5.3.2.14): a number of 1 octet.</summary>
    PrivacyIndicator = 0x0201,

    /// <summary>source_subaddress (SMPP v3.4 §5.3.2.15): 2 to 23 octets.</summary>
    SourceSubaddress = 0x0202,

    /// <summary>dest_subaddress (SMPP v3.4 §5.3.2.16): 2 to 23 octets.</summary>
    DestSubaddress = 0x0203,

    /// <summary>user_message_reference (SMPP v3.4 §5.3.2.17): a number of 2 octets.</summary>
    UserMessageReference = 0x0204,

    /// <summary>user_response_code (SMPP v3.4 §5.3.2.18): a number of 1 octet.</summary>
    UserResponseCode = 0x0205,

    /// <summary>source_port (SMPP v3.4 §5.3.2.20): a number of 2 octets.</summary>
    SourcePort = 0x020A,

    /// <summary>destination_port (SMPP v3.4 §5.3.2.21): a number of 2 octets.</summary>
    DestinationPort = 0x020B,

    /// <summary>sar_msg_ref_num (SMPP v3.4 §5.3.2.22): a number of 2 octets.</summary>
    SarMsgRefNum = 0x020C,

    /// <summary>language_indicator (SMPP v3.4 §5.3.2.19): a number of 1 octet.</summary>
    LanguageIndicator = 0x020D,

    /// <summary>sar_total_segments (SMPP v3.4 §5.3.2.23): a number of 1 octet.</summary>
    SarTotalSegments = 0x020E,

    /// <summary>sar_segment_seqnum (SMPP v3.4 §5.3.2.24): a number of 1 octet.</summary>
    SarSegmentSeqnum = 0x020F,

    /// <summary>sc_interface_version (SMPP v3.4 §5.3.2.25): a number of 1 octet.</summary>
    ScInterfaceVersion = 0x0210,

    /// <summary>callback_num_pres_ind (SMPP v3.4 §5.3.2.37): a number of 1 octet.</summary>
    CallbackNumPresInd = 0x0302,

    /// <summary>callback_num_atag (SMPP v3.4 §5.3.2.38): 0 to 65 octets.</summary>
    CallbackNumAtag = 0x0303,

    /// <summary>number_of_messages (SMPP v3.4 §5.3.2.39): a number of 1 octet.</summary>
    NumberOfMessages = 0x0304,

    /// <summary>callback_num (SMPP v3.4 §5.3.2.36): 4 to 19 octets.</summary>
    CallbackNum = 0x0381,

    /// <summary>dpf_result (SMPP v3.4 §5.3.2.28): a number of 1 octet.</summary>
    DpfResult = 0x0420,

    /// <summary>set_dpf (SMPP v3.4 §5.3.2.29): a number of 1 octet.</summary>
    SetDpf = 0x0421,

    /// <summary>ms_availability_status (SMPP v3.4 §5.3.2.30): a number of 1 octet.</summary>
    MsAvailabilityStatus = 0x0422,

    /// <summary>network_error_code (SMPP v3.4 §5.3.2.31): 3 octets.</summary>
    NetworkErrorCode = 0x0423,

    /// <summary>message_payload (SMPP v3.4 §5.3.2.32): 0 to 65,535 octets.</summary>
    MessagePayload = 0x0424,

    /// <summary>delivery_failure_reason (SMPP v3.4 §5.3.2.33): a number of 1 octet.</summary>
    DeliveryFailureReason = 0x0425,

    /// <summary>more_messages_to_send (SMPP v3.4 §5.3.2.34): a number of 1 octet.</summary>
    MoreMessagesToSend = 0x0426,

    /// <summary>message_state (SMPP v3.4 §5.3.2.35): a number of 1 octet.</summary>
    MessageState = 0x0427,

    /// <summary>congestion_state (SMPP v5.0 §4.8.4): a number of 1 octet.</summary>
    CongestionState = 0x0428,

    /// <summary>ussd_service_op (SMPP v3.4 §5.3.2.44): a number of 1 octet.</summary>
    UssdServiceOp = 0x0501,

    /// <summary>broadcast_channel_indicator (SMPP v5.0 §4.8.4): a number of 1 octet.</summary>
    BroadcastChannelIndicator = 0x0600,

    /// <summary>broadcast_content_type (SMPP v5.0 §4.8.4): 3 octets.</summary>
    BroadcastContentType = 0x0601,

    /// <summary>broadcast_content_type_info (SMPP v5.0 §4.8.4): 1 to 255 octets.</summary>
    BroadcastContentTypeInfo = 0x0602,

    /// <summary>broadcast_message_class (SMPP v5.0 §4.8.4): a number of 1 octet.</summary>
    BroadcastMessageClass = 0x0603,

    /// <summary>broadcast_rep_num (SMPP v5.0 §4.8.4): a number of 2 octets.</summary>
    BroadcastRepNum = 0x0604,

    /// <summary>broadcast_frequency_interval (SMPP v5.0 §4.8.4): 3 octets.</summary>
    BroadcastFrequencyInterval = 0x0605,

    /// <summary>broadcast_area_identifier (SMPP v5.0 §4.8.4): 1 to 100 octets.</summary>
    BroadcastAreaIdentifier = 0x0606,

    /// <summary>broadcast_error_status (SMPP v5.0 §4.8.4): a number of 4 octets.</summary>
    BroadcastErrorStatus = 0x0607,

    /// <summary>broadcast_area_success (SMPP v5.0 §4.8.4): a number of 1 octet.</summary>
    BroadcastAreaSuccess = 0x0608,

    /// <summary>broadcast_end_time (SMPP v5.0 §4.8.4): 16 to 17 octets.</summary>
    BroadcastEndTime = 0x0609,

    /// <summary>broadcast_service_group (SMPP v5.0 §4.8.4): 1 to 255 octets.</summary>
    BroadcastServiceGroup = 0x060A,

    /// <summary>billing_identification (SMPP v5.0 §4.8.4): 1 to 1,024 octets.</summary>
    BillingIdentification = 0x060B,

    /// <summary>source_network_id (SMPP v5.0 §4.8.4): a C-octet string of 7 to 65 octets.</summary>
    SourceNetworkId = 0x060D,

    /// <summary>dest_network_id (SMPP v5.0 §4.8.4): a C-octet string of 7 to 65 octets.</summary>
    DestNetworkId = 0x060E,

    /// <summary>source_node_id (SMPP v5.0 §4.8.4): 6 octets.</summary>
    SourceNodeId = 0x060F,

    /// <summary>dest_node_id (SMPP v5.0 §4.8.4): 6 octets.</summary>
    DestNodeId = 0x0610,

    /// <summary>dest_addr_np_resolution (SMPP v5.0 §4.8.4): a number of 1 octet.</summary>
    DestAddrNpResolution = 0x0611,

    /// <summary>dest_addr_np_information (SMPP v5.0 §4.8.4): 10 octets.</summary>
    DestAddrNpInformation = 0x0612,

    /// <summary>dest_addr_np_country (SMPP v5.0 §4.8.4): 1 to 5 octets.</summary>
    DestAddrNpCountry = 0x0613,

    /// <summary>display_time (SMPP v3.4 §5.3.2.26): a number of 1 octet.</summary>
    DisplayTime = 0x1201,

    /// <summary>sms_signal (SMPP v3.4 §5.3.2.40): a number of 2 octets.</summary>
    SmsSignal = 0x1203,

    /// <summary>ms_validity (SMPP v3.4 §5.3.2.27): a number of 1 to 4 octets.</summary>
    MsValidity = 0x1204,

    /// <summary>alert_on_message_delivery (SMPP v3.4 §5.3.2.41): a number of 0 to 1 octets.</summary>
    AlertOnMessageDelivery = 0x130C,

    /// <summary>its_reply_type (SMPP v3.4 §5.3.2.42): a number of 1 octet.</summary>
    ItsReplyType = 0x1380,

    /// <summary>its_session_info (SMPP v3.4 §5.3.2.43): 2 octets.</summary>
    ItsSessionInfo = 0x1383,
}
