namespace Bridge.Protocol.Smpp;

/// <summary>
/// What can go wrong on a session. The names of the members, in snake case, are labels of a metric: renaming one changes the label.
/// </summary>
public enum SessionFault
{
    /// <summary>
    /// A command_length that cannot be true: noise, or another protocol such as HTTP. Where the next PDU begins is unknown (SMPP v3.4
    /// §3.2). The session ends.
    /// </summary>
    FramingLost,

    /// <summary>A request with a command_id that no version of the spec defines. It is refused.</summary>
    UnknownCommand,

    /// <summary>A request that the peer may not send in this state, or not at all. It is refused.</summary>
    WrongState,

    /// <summary>A request other than a bind on a connection that is not bound. It is refused.</summary>
    BeforeBind,

    /// <summary>A bind on a connection that is bound. It is refused.</summary>
    BoundAlready,

    /// <summary>A request that came after this side sent its bind and before the answer. It is kept until the answer has come.</summary>
    OvertookBindResp,

    /// <summary>A deliver_sm or data_sm on a link that is bound as a transmitter. It goes to the handler.</summary>
    TextToTransmitter,

    /// <summary>
    /// A body with a <see cref="Pdu.Fault"/>: a string without NUL, an sm_length or a TLV that claims too much, or no body. It goes to the
    /// handler.
    /// </summary>
    UnreadableBody,

    /// <summary>A request with the sequence number 0 or one above 0x7FFFFFFF (SMPP v3.4 §5.1.4). It goes to the handler.</summary>
    SequenceOutOfRange,

    /// <summary>
    /// A request with the sequence number of the request before it. It goes to the handler. The session keeps no list of the peer's
    /// numbers, so it does not see one that is repeated later.
    /// </summary>
    SequenceRepeated,

    /// <summary>A response to a request of this side that is no longer pending: the response is late, or is the second one.</summary>
    LateResponse,

    /// <summary>A response under a sequence number that this side never used, or to another command than was sent under it.</summary>
    UnaskedResponse,

    /// <summary>The peer closed the connection inside a PDU.</summary>
    CutShort,

    /// <summary>The bind was not finished within <see cref="SessionSettings.SessionInit"/>. The session ends.</summary>
    NotBound,

    /// <summary>
    /// The peer was sent enquire_link, and sent no whole PDU within <see cref="SessionSettings.ResponseTimeout"/>. The session ends. Half a
    /// PDU, or single octets, are no sign of life.
    /// </summary>
    PeerSilent,

    /// <summary>
    /// The peer read nothing of what this side wrote within <see cref="SessionSettings.ResponseTimeout"/>. The session ends.
    /// </summary>
    PeerDeaf,

    /// <summary>The link carried nothing but enquire_link within <see cref="SessionSettings.Inactivity"/>. The session ends.</summary>
    Idle,
}
