namespace Bridge.Protocol.Smpp;

/// <summary>Creates the response that a request asks for.</summary>
public static class Responses
{
    /// <summary>
    /// Creates the response to a request, under the request's own sequence number (SMPP v3.4 §5.1.4). Its other fields are empty; set them
    /// with a <c>with</c> expression. A command that no version of the spec defines gets a generic_nack (§3.3.1, §4.3).
    /// </summary>
    /// <returns>
    /// Null for a PDU that is never answered: outbind, alert_notification, and every response. Two sides that answer each other's
    /// generic_nack would never stop.
    /// </returns>
    public static Pdu? CreateFor(Pdu request, CommandStatus status) => request switch
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
        _ when request.Command.IsSpecified() =>
            new UnknownPdu(request.Command.ToResponse()) { Status = status, Sequence = request.Sequence },
        _ => new GenericNack { Status = status, Sequence = request.Sequence },
    };
}
