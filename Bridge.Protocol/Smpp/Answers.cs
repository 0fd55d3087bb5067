namespace Bridge.Protocol.Smpp;

/// <summary>The response that a request asks for, with the request's own sequence number (SMPP v3.4 §5.1.4).</summary>
public static class Answers
{
    /// <summary>
    /// Null for what is never answered: outbind, alert_notification, and any response (a generic_nack to a generic_nack would go round for
    /// ever). A command that no version of the spec knows gets a generic_nack (§3.3.1, §4.3).
    /// </summary>
    public static Pdu? To(Pdu request, CommandStatus status) => request switch
    {
        { IsResponse: true } or Outbind or AlertNotification => null,
        Bind bind => new BindResp { Mode = bind.Mode, Status = status, Sequence = request.Sequence },
        DeliverSm => new DeliverSmResp { Status = status, Sequence = request.Sequence },
        SubmitSm => new SubmitSmResp { Status = status, Sequence = request.Sequence },
        DataSm => new DataSmResp { Status = status, Sequence = request.Sequence },
        SubmitMulti => new SubmitMultiResp { Status = status, Sequence = request.Sequence },
        QuerySm => new QuerySmResp { Status = status, Sequence = request.Sequence },
        CancelSm => new CancelSmResp { Status = status, Sequence = request.Sequence },
        ReplaceSm => new ReplaceSmResp { Status = status, Sequence = request.Sequence },
        EnquireLink => new EnquireLinkResp { Status = status, Sequence = request.Sequence },
        Unbind => new UnbindResp { Status = status, Sequence = request.Sequence },
        _ when IsSpecified(request.Command) =>
            new UnknownPdu(request.Command | CommandId.GenericNack) { Status = status, Sequence = request.Sequence },
        _ => new GenericNack { Status = status, Sequence = request.Sequence },
    };

    /// <summary>Whether v3.4 or v5.0 gives the number a meaning, typed by this stack or not.</summary>
    public static bool IsSpecified(CommandId command) => Enum.IsDefined(command);
}
