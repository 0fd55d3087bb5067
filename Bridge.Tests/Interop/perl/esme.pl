#!/usr/bin/perl
# An ESME out of Net::SMPP: perl esme.pl PORT. Answers every deliver_sm and sends each text back to where it came from, in turn as a short_message, as a
# message_payload and with sar TLVs. Says what happens as one JSON object a line; unbinds at the first line of standard input and ends with its end.
use strict;
use warnings;
use Encode qw(encode decode);
use IO::Select;
use JSON::PP;
use Net::SMPP;

use constant RECEIPT => 0x04;
$| = 1;
my $json = JSON::PP->new->canonical->utf8;
sub say_event { my ($event, %fields) = @_; print $json->encode({ event => $event, %fields }), "\n" }
sub text { my $string = shift // ''; $string =~ s/\0\z//; $string }

my ($session, $answer) = Net::SMPP->new_transceiver('127.0.0.1', port => $ARGV[0], smpp_version => 0x34, system_id => 'perl', password => 'secret08') or die "bind: $!";
say_event('bound', status => $answer->{status}, systemId => $answer->{system_id}, version => unpack('C', $answer->{sc_interface_version} // "\0"));
my $sent = 0;
$session->enquire_link(async => 1);

sub back {
    my ($to, $octets) = @_;
    my @form = ([short_message => $octets], [short_message => '', message_payload => $octets],
        [short_message => $octets, sar_msg_ref_num => pack('n', $sent), sar_total_segments => pack('C', 1), sar_segment_seqnum => pack('C', 1)])[$sent++ % 3];
    $session->submit_sm(source_addr_ton => 3, source_addr_npi => 0, source_addr => '992', dest_addr_ton => 1, dest_addr_npi => 1, destination_addr => $to,
        data_coding => 8, registered_delivery => 1, async => 1, @{$form[0]});
}

sub handle {
    my $pdu = shift;
    my $command = $pdu->{cmd};
    if ($command == Net::SMPP::CMD_deliver_sm()) {
        $session->deliver_sm_resp(seq => $pdu->{seq}, message_id => '');
        if ($pdu->{esm_class} == RECEIPT) {
            say_event('receipt', id => text($pdu->{receipted_message_id}), state => unpack('C', $pdu->{message_state} // "\0"));
            return;
        }
        say_event('text', from => $pdu->{source_addr}, to => $pdu->{destination_addr}, text => decode('UTF-16BE', $pdu->{short_message}));
        back($pdu->{source_addr}, $pdu->{short_message});
    } elsif ($command == Net::SMPP::CMD_submit_sm_resp()) {
        say_event('accepted', id => $pdu->{message_id}, status => $pdu->{status});
    } elsif ($command == Net::SMPP::CMD_enquire_link_resp()) {
        say_event('alive', status => $pdu->{status});
    } elsif ($command == Net::SMPP::CMD_enquire_link()) {
        $session->enquire_link_resp(seq => $pdu->{seq});
    } elsif ($command == Net::SMPP::CMD_unbind_resp()) {
        say_event('unbound', status => $pdu->{status});
    }
}

my $ready = IO::Select->new($session, \*STDIN);
my $unbinding = 0;
while (1) {
    for my $handle ($ready->can_read) {
        if ($handle == \*STDIN) {
            exit 0 if !sysread STDIN, my $line, 100;
            $session->unbind(async => 1) if !$unbinding++;
        } else {
            local $SIG{__WARN__} = sub { };    # an end of the connection is one to it
            if (my $pdu = $session->read_pdu) { handle($pdu) }
            else { $ready->remove($handle); close $handle }
        }
    }
}
