using Bridge.Protocol.Smpp;

namespace Bridge.Simulator.Smsc;

/// <summary>One connection to the simulated operator: answers binds and submits, with whatever misbehaviour was asked for.</summary>
internal sealed class OperatorLink(SimulatedOperator owner, BadWeather stream, TimeProvider time) : ISessionHandler
{
    private readonly OperatorSettings _settings = owner.Settings;

    /// <summary>Null until a bind was accepted.</summary>
    public string? SystemId { get; private set; }

    public BindMode Mode { get; private set; }

    public SmppSession Session { get; private set; } = null!;

    /// <summary>May get deliver_sm (SMPP v3.4 §2.2).</summary>
    public bool Receives => SystemId is not null && Mode != BindMode.Transmitter;

    public async Task RunAsync(CancellationToken cancel)
    {
        // A dead machine sends no enquire_link either, and does not close for want of an answer.
        var hangs = _settings.Misbehaviour.Hang is HangAt.Session or HangAt.Bind;
        var session = new SmppSession(stream, new SessionSettings
        {
            Role = SessionRole.Smsc,
            Window = _settings.Window,
            EnquireLink = hangs ? TimeSpan.FromDays(1) : _settings.EnquireLink,
            SessionInit = hangs ? TimeSpan.FromDays(1) : TimeSpan.FromSeconds(10),
            ResponseTimeout = _settings.ResponseTimeout,
        }, this, time);
        await using (session)
        {
            Session = session;
            var end = await session.RunAsync(cancel);
            owner.Leave(this, end);
        }
    }

    public ValueTask OnRequestAsync(SmppSession session, Pdu request, CancellationToken cancel)
    {
        switch (request)
        {
            case Bind bind:
                AnswerBind(bind);
                break;
            case SubmitSm submit:
                owner.Track(AnswerSubmitAsync(submit, cancel));
                break;
            case DataSm data:
                session.Respond(new DataSmResp { Sequence = data.Sequence, MessageId = owner.NextMessageId().Text });
                break;
            case AlertNotification or Outbind:
                break;
            default:
                session.Respond(new GenericNack { Sequence = request.Sequence, Status = CommandStatus.InvCmdId });
                break;
        }

        return ValueTask.CompletedTask;
    }

    public void OnPdu(PduDirection direction, CommandId command, CommandStatus status)
    {
        // Counters belong to the bridge; the simulator tells its story in events.
    }

    private void AnswerBind(Bind bind)
    {
        if (_settings.Misbehaviour.Hang == HangAt.Bind) return;

        var status = StatusOf(bind);
        if (status == CommandStatus.Ok)
        {
            SystemId = bind.SystemId;
            Mode = bind.Mode;
        }

        Session.Respond(new BindResp
        {
            Mode = bind.Mode,
            Sequence = bind.Sequence,
            Status = status,
            SystemId = _settings.Name.Length <= 15 ? _settings.Name : _settings.Name[..15],
            Tlvs = status == CommandStatus.Ok && bind.InterfaceVersion >= 0x34 ? [Tlv.Octet(TlvTag.ScInterfaceVersion, 0x34)] : [],
        });
        if (status != CommandStatus.Ok)
        {
            owner.Tell(new BindRefused(_settings.Name, status));
            return;
        }

        if (_settings.Misbehaviour.Hang == HangAt.Session) stream.Stall();
        owner.Join(this);
    }

    private CommandStatus StatusOf(Bind bind)
    {
        if (_settings.Misbehaviour.RefuseBind is { } refusal) return refusal;
        if (SystemId is not null) return CommandStatus.AlyBnd;
        if (_settings.SystemId is { } id && id != bind.SystemId) return CommandStatus.InvSysId;
        if (_settings.Password is { } password && password != bind.Password) return CommandStatus.InvPaswd;
        return CommandStatus.Ok;
    }

    private async Task AnswerSubmitAsync(SubmitSm submit, CancellationToken cancel)
    {
        var (number, id) = owner.NextMessageId();
        var bad = _settings.Misbehaviour;
        if (bad.Late > TimeSpan.Zero) await Task.Delay(bad.Late, time, cancel);

        var answer = owner.FullInboxes.Of(submit.Destination.Value) == FullInbox.RefusesSubmit ? CommandStatus.MsgQFul : AnswerTo(number);
        if (answer is null)
        {
            owner.Tell(new PartSubmitted(_settings.Name, submit, id, Answer: null));
            if (bad.Hang != HangAt.Submit) Session.Abort();
            return;
        }

        var message = new TakenMessage(submit, SystemId ?? "", number, time.GetUtcNow());
        if (answer == CommandStatus.Ok && bad.ReceiptBeforeResponse) await owner.ReturnReceiptAsync(message, cancel);

        Session.Respond(
            new SubmitSmResp
            {
                Sequence = submit.Sequence,
                Status = answer.Value,
                MessageId = answer == CommandStatus.Ok ? id : "",
            });
        owner.Tell(new PartSubmitted(_settings.Name, submit, id, answer));

        if (answer == CommandStatus.Ok && !bad.ReceiptBeforeResponse) await owner.ReturnReceiptAsync(message, cancel);
    }

    /// <summary>Null: none at all.</summary>
    private CommandStatus? AnswerTo(ulong number)
    {
        var bad = _settings.Misbehaviour;
        if (bad.Hang == HangAt.Submit || IsEvery(bad.DropEvery, number)) return null;
        if (bad.RefuseSubmit is { } refusal) return refusal;
        return IsEvery(bad.ThrottleEvery, number) ? CommandStatus.Throttled : CommandStatus.Ok;
    }

    private static bool IsEvery(int every, ulong number) => every > 0 && number % (ulong)every == 0;
}
