#!/usr/bin/perl
# An operator's SMSC out of Net::SMPP: perl smsc.pl TEXTS.json
# Sends the texts [{ from, text, coding }] to whoever binds as a receiver or transceiver, long ones in parts with a UDH, takes submit_sm and returns a receipt for
# each. Says what happens as one JSON object a line, and ends with its standard input.
use strict;
use warnings;
use Encode qw(encode decode);
use Encode::GSM0338;
use IO::Select;
use JSON::PP;
use Net::SMPP;

use constant { WINDOW => 4, UDHI => 0x40, RECEIPT => 0x04 };
$| = 1;
my $json = JSON::PP->new->canonical->utf8;
sub say_event { my ($event, %fields) = @_; print $json->encode({ event => $event, %fields }), "\n" }

open my $file, '<:raw', $ARGV[0] or die "$ARGV[0]: $!";
my $texts = $json->decode(do { local $/; <$file> });

sub charset { $_[0] == 8 ? 'UTF-16BE' : 'gsm0338' }

sub parts {
    my ($text, $index) = @_;
    my $octets = encode(charset($text->{coding}), $text->{text});
    my ($alone, $each) = $text->{coding} == 8 ? (140, 134) : (160, 153);
    return [0, $octets] if length $octets <= $alone;
    my @bodies = unpack "(a$each)*", $octets;
    return map { [UDHI, pack('C6', 5, 0, 3, $index & 0xff, scalar @bodies, $_ + 1) . $bodies[$_]] } 0 .. $#bodies;
}

my @pdus;
for my $index (0 .. $#$texts) {
    my $text = $texts->[$index];
    push @pdus, [$index, source_addr_ton => 1, source_addr_npi => 1, source_addr => $text->{from}, dest_addr_ton => 3, dest_addr_npi => 0,
        destination_addr => '992', esm_class => $_->[0], data_coding => $text->{coding}, short_message => $_->[1]] for parts($text, $index);
}

my $listener = Net::SMPP->new_listen('127.0.0.1', port => 0, smpp_version => 0x34, async => 1) or die "listen: $!";
say_event('listening', port => $listener->sockport);
my $ready = IO::Select->new($listener, \*STDIN);

my ($receiving, $started, $next, $message_ids, %waiting) = (undef, 0, 0, 0);

sub pour {
    return if !$receiving || $next > $#pdus;
    my ($index, @fields) = @{$pdus[$next++]};
    $waiting{$receiving->deliver_sm(@fields, async => 1)} = ['answered', index => $index];
}

sub took {
    my ($session, $pdu) = @_;
    my $id = 'perl-' . ++$message_ids;
    $session->submit_sm_resp(seq => $pdu->{seq}, message_id => $id);
    my ($body, @element) = $pdu->{short_message};
    (undef, @element) = unpack 'C*', substr $body, 0, 1 + ord $body, '' if $pdu->{esm_class} & UDHI;
    say_event('submitted', id => $id, to => $pdu->{destination_addr}, from => $pdu->{source_addr}, text => decode(charset($pdu->{data_coding}), $body),
        udh => @element ? [\@element] : []);
    return if !$pdu->{registered_delivery} || !$receiving;
    my $stamp = '2601011200';
    my $seq = $receiving->deliver_sm(source_addr => $pdu->{destination_addr}, destination_addr => $pdu->{source_addr}, esm_class => RECEIPT, async => 1,
        short_message => "id:$id sub:001 dlvrd:001 submit date:$stamp done date:$stamp stat:DELIVRD err:000 text:");
    $waiting{$seq} = ['receipted', id => $id];
}

my %binds = (
    Net::SMPP::CMD_bind_transceiver() => 'bind_transceiver',
    Net::SMPP::CMD_bind_receiver() => 'bind_receiver',
    Net::SMPP::CMD_bind_transmitter() => 'bind_transmitter',
);

sub handle {
    my ($session, $pdu) = @_;
    my $command = $pdu->{cmd};
    if (my $bind = $binds{$command}) {
        my $answer = "${bind}_resp";
        $session->$answer(seq => $pdu->{seq}, system_id => 'PEAK');
        say_event('bound', command => $bind, systemId => $pdu->{system_id}, password => $pdu->{password}, version => $pdu->{interface_version});
        return if $bind eq 'bind_transmitter';
        $receiving = $session;
        if (!$started++) { pour() for 1 .. WINDOW }
    } elsif ($command == Net::SMPP::CMD_submit_sm()) {
        took($session, $pdu);
    } elsif ($command == Net::SMPP::CMD_deliver_sm_resp()) {
        my ($event, @fields) = @{delete $waiting{$pdu->{seq}} || ['stray', seq => $pdu->{seq}]};
        say_event($event, @fields, status => $pdu->{status});
        pour() if $event eq 'answered';
    } elsif ($command == Net::SMPP::CMD_enquire_link()) {
        $session->enquire_link_resp(seq => $pdu->{seq});
    } elsif ($command == Net::SMPP::CMD_unbind()) {
        say_event('unbound');
        $receiving = undef if $receiving && $receiving == $session;
        $session->unbind_resp(seq => $pdu->{seq});
    }
}

while (1) {
    for my $handle ($ready->can_read) {
        exit 0 if $handle == \*STDIN;
        if ($handle == $listener) {
            my $session = $listener->accept or next;
            $ready->add($session);
        } else {
            local $SIG{__WARN__} = sub { };    # an end of the connection is one to it
            if (my $pdu = $handle->read_pdu) { handle($handle, $pdu) }
            else { $ready->remove($handle); close $handle }
        }
    }
}
