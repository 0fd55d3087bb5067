namespace Bridge.Protocol.Smpp;

internal enum InboundVerdict
{
    Hand,

    /// <summary>It overtook bind_resp: to be handed on once bound.</summary>
    Keep,
    Refuse,
}

/// <summary>What a session does with a request that is neither enquire_link nor unbind. Pure.</summary>
internal static class InboundRules
{
    /// <param name="mayKeep">A bind of ours is under way, and there is room for what overtakes its answer.</param>
    public static (InboundVerdict Verdict, CommandStatus Status) Judge(Pdu request, SessionRole role, SessionState state, bool mayKeep)
    {
        var command = request.Command;
        if (!Answers.IsSpecified(command)) return (InboundVerdict.Refuse, CommandStatus.InvCmdId);

        var sender = role == SessionRole.Esme ? SessionRole.Smsc : SessionRole.Esme;
        if (SessionRules.IsLegal(state, command, sender)) return (InboundVerdict.Hand, CommandStatus.Ok);

        if (role == SessionRole.Esme)
        {
            // Some SMSCs send receipts over whatever link is there, a transmitter too. ESME_RINVBNDSTS is final at others: refused, it would be lost.
            if (state == SessionState.BoundTx && command is (CommandId.DeliverSm or CommandId.DataSm)) return (InboundVerdict.Hand, CommandStatus.Ok);

            // The SMSC is bound as soon as it has written bind_resp, and may write a text before it.
            if (state == SessionState.Open && mayKeep) return (InboundVerdict.Keep, CommandStatus.Ok);
        }

        var bound = state is SessionState.BoundTx or SessionState.BoundRx or SessionState.BoundTrx;
        return (InboundVerdict.Refuse, request is Bind && bound ? CommandStatus.AlyBnd : CommandStatus.InvBndSts);
    }
}
