using Bridge.Protocol.Smpp;

namespace Bridge.Simulator.Smsc;

/// <summary>One connection to the simulated operator: answers binds and submit_sm, and misbehaves as the settings say.</summary>
internal sealed class OperatorLink(SimulatedOperator owner, FaultyStream stream, TimeProvider time) : ISessionHandler
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
        // A machine that has died sends no enquire_link either, and does not close the connection when no answer comes.
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
            owner.OnEnded(this, end);
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
        // The simulator counts no PDUs: it raises events.
    }

    private void AnswerBind(Bind bind)
    {
        if (_settings.Misbehaviour.Hang == HangAt.Bind) return;

        var status = CheckBind(bind);
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
            owner.Raise(new BindRefused(_settings.Name, status));
            return;
        }

        if (_settings.Misbehaviour.Hang == HangAt.Session) stream.Stall();
        owner.OnBound(this);
    }

    private CommandStatus CheckBind(Bind bind)
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
        var misbehaviour = _settings.Misbehaviour;
        if (misbehaviour.Late > TimeSpan.Zero) await Task.Delay(misbehaviour.Late, time, cancel);

        var isFull = owner.FullInboxes.Find(submit.Destination.Value) == FullInboxResponse.RefusesSubmit;
        var answer = isFull ? CommandStatus.MsgQFul : ChooseAnswer(number);
        if (answer is null)
        {
            owner.Raise(new PartSubmitted(_settings.Name, submit, id, Answer: null));
            if (misbehaviour.Hang != HangAt.Submit) Session.Abort();
            return;
        }

        var message = new AcceptedMessage(submit, SystemId ?? "", number, time.GetUtcNow());
        if (answer == CommandStatus.Ok && misbehaviour.ReceiptBeforeResponse) await owner.ReturnReceiptAsync(message, cancel);

        Session.Respond(new SubmitSmResp
        {
            Sequence = submit.Sequence,
            Status = answer.Value,
            MessageId = answer == CommandStatus.Ok ? id : "",
        });
        owner.Raise(new PartSubmitted(_settings.Name, submit, id, answer));

        if (answer == CommandStatus.Ok && !misbehaviour.ReceiptBeforeResponse) await owner.ReturnReceiptAsync(message, cancel);
    }

    /// <summary>The answer to the submit_sm of that number; null: none at all.</summary>
    private CommandStatus? ChooseAnswer(ulong number)
    {
        var misbehaviour = _settings.Misbehaviour;
        if (misbehaviour.Hang == HangAt.Submit || IsDue(misbehaviour.DropEvery, number)) return null;
        if (misbehaviour.RefuseSubmit is { } refusal) return refusal;
        return IsDue(misbehaviour.ThrottleEvery, number) ? CommandStatus.Throttled : CommandStatus.Ok;
    }

    private static bool IsDue(int every, ulong number) => every > 0 && number % (ulong)every == 0;
}
