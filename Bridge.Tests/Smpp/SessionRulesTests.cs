using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

/// <summary>SMPP v3.4 §2.3 table 2-1 and v5.0 §2.4, written out as the tables stand there: who may send a PDU in which state.</summary>
[Trait("Speed", "unit")]
public class SessionRulesTests
{
    //  E: the ESME may send it, S: the SMSC, B: both, -: neither
    private const string Table = """
                                  OPEN OUTBOUND BOUND_TX BOUND_RX BOUND_TRX UNBOUND CLOSED
        bind_transmitter          E    E        -        -        -         -       -
        bind_transmitter_resp     S    S        -        -        -         -       -
        bind_receiver             E    E        -        -        -         -       -
        bind_receiver_resp        S    S        -        -        -         -       -
        bind_transceiver          E    E        -        -        -         -       -
        bind_transceiver_resp     S    S        -        -        -         -       -
        outbind                   S    -        -        -        -         -       -
        unbind                    -    -        B        B        B         -       -
        unbind_resp               -    -        B        B        B         -       -
        submit_sm                 -    -        E        -        E         -       -
        submit_sm_resp            -    -        S        -        S         -       -
        submit_multi              -    -        E        -        E         -       -
        submit_multi_resp         -    -        S        -        S         -       -
        data_sm                   -    -        E        S        B         -       -
        data_sm_resp              -    -        S        E        B         -       -
        deliver_sm                -    -        -        S        S         -       -
        deliver_sm_resp           -    -        -        E        E         -       -
        query_sm                  -    -        E        -        E         -       -
        query_sm_resp             -    -        S        -        S         -       -
        cancel_sm                 -    -        E        -        E         -       -
        cancel_sm_resp            -    -        S        -        S         -       -
        replace_sm                -    -        E        -        E         -       -
        replace_sm_resp           -    -        S        -        S         -       -
        broadcast_sm              -    -        E        -        E         -       -
        broadcast_sm_resp         -    -        S        -        S         -       -
        query_broadcast_sm        -    -        E        -        E         -       -
        query_broadcast_sm_resp   -    -        S        -        S         -       -
        cancel_broadcast_sm       -    -        E        -        E         -       -
        cancel_broadcast_sm_resp  -    -        S        -        S         -       -
        enquire_link              B    B        B        B        B         B       -
        enquire_link_resp         B    B        B        B        B         B       -
        alert_notification        -    -        -        S        S         -       -
        generic_nack              B    B        B        B        B         B       -
        """;

    private static readonly SessionState[] Columns =
        [SessionState.Open, SessionState.Outbound, SessionState.BoundTx, SessionState.BoundRx, SessionState.BoundTrx, SessionState.Unbound,
            SessionState.Closed];

    public static TheoryData<SessionState, CommandId, SessionRole, bool> Cells()
    {
        var cells = new TheoryData<SessionState, CommandId, SessionRole, bool>();
        foreach (var (command, letters) in Rows())
        {
            for (var column = 0; column < Columns.Length; column++)
            {
                cells.Add(Columns[column], command, SessionRole.Esme, letters[column] is "E" or "B");
                cells.Add(Columns[column], command, SessionRole.Smsc, letters[column] is "S" or "B");
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_of_the_table(SessionState state, CommandId command, SessionRole sender, bool legal) =>
        SessionRules.IsLegal(state, command, sender).ShouldBe(legal);

    [Fact]
    public void The_table_knows_every_command_and_every_state()
    {
        Rows().Select(row => row.Command).ShouldBe(Enum.GetValues<CommandId>(), ignoreOrder: true);
        Columns.ShouldBe(Enum.GetValues<SessionState>(), ignoreOrder: true);
    }

    [Theory]
    [InlineData(SessionRole.Esme)]
    [InlineData(SessionRole.Smsc)]
    public void A_command_of_nobodys_is_legal_nowhere(SessionRole sender) =>
        Columns.ShouldAllBe(state => !SessionRules.IsLegal(state, (CommandId)0x00010200, sender));

    private static List<(CommandId Command, string[] Letters)> Rows()
    {
        var names = Enum.GetValues<CommandId>().ToDictionary(command => command.SpecName());
        var rows = Table.Split('\n').Skip(1).Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return [.. rows.Select(words => (names[words[0]], words[1..]))];
    }
}
