#!/usr/bin/perl
# Writes net-smpp.hex: what Net::SMPP puts on the wire, and the fields that it was given.
#   apt-get install libnet-smpp-perl && perl make-net-smpp.pl > net-smpp.hex
use strict;
use warnings;
use Net::SMPP;
use JSON::PP;
use Symbol;

package Paper;    # a connection whose other end is a sheet of paper
our @ISA = ('Net::SMPP');
our $wire;
sub syswrite { $wire = $_[1]; return length $wire }

package main;

my $smpp = bless gensym, 'Paper';
$smpp->set_version(0x34);
${*$smpp}{$_} = '' for qw(service_type source_addr schedule_delivery_time validity_period system_type address_range);
${*$smpp}{$_} = 0 for qw(source_addr_ton source_addr_npi dest_addr_ton dest_addr_npi esm_class protocol_id priority_flag registered_delivery
    replace_if_present_flag data_coding sm_default_msg_id addr_ton addr_npi);
${*$smpp}{async} = 1;

my @mobile = (
    source_addr_ton => 1, source_addr_npi => 1, source_addr => '85291234567', dest_addr_ton => 0, dest_addr_npi => 0,
    destination_addr => '992',
);
my @bind = (
    system_id => 'bridge992', password => 'secret08', system_type => 'EMG', interface_version => 0x34, addr_ton => 3, addr_npi => 1,
    address_range => '^992',
);

# name, method, mandatory fields in pairs, TLVs in pairs; a value of [hex] is octets
my @cases = (
    ['bind_receiver', 'bind_receiver', [@bind]],
    ['bind_transmitter', 'bind_transmitter', [@bind]],
    ['bind_transceiver', 'bind_transceiver', [@bind]],
    ['bind_transceiver_resp', 'bind_transceiver_resp', [system_id => 'HARBOUR'], [sc_interface_version => ['34']]],
    ['bind_receiver_resp_refused_with_body', 'bind_receiver_resp', [status => 0x0f, system_id => 'HARBOUR']],
    ['outbind', 'outbind', [system_id => 'HARBOUR', password => 'pw']],
    ['unbind', 'unbind', []],
    ['unbind_resp', 'unbind_resp', []],
    ['enquire_link', 'enquire_link', []],
    ['enquire_link_resp', 'enquire_link_resp', []],
    ['generic_nack', 'generic_nack', [status => 0x02]],
    ['deliver_sm_latin1', 'deliver_sm', [@mobile, data_coding => 3, short_message => ['48656c7020636166e9']]],
    ['deliver_sm_ucs2_every_field_set', 'deliver_sm', [
        @mobile, service_type => 'WAP', esm_class => 0x80, protocol_id => 0x41, priority_flag => 3,
        schedule_delivery_time => '260101120000032+', validity_period => '000000000500000R', registered_delivery => 0x11,
        replace_if_present_flag => 1, data_coding => 8, sm_default_msg_id => 9, short_message => ['706b8b66'],
    ]],
    ['deliver_sm_tlvs_of_several_kinds', 'deliver_sm', [@mobile, data_coding => 8, short_message => ['706b8b66']],
        [user_message_reference => ['0102'], source_network_type => ['01'], callback_num => ['0101003931323334353637']]],
    ['deliver_sm_receipt', 'deliver_sm', [
        @mobile, esm_class => 4,
        short_message => 'id:12ab sub:001 dlvrd:000 submit date:2601011200 done date:2601011230 stat:EXPIRED err:027 Text:',
    ],
        [receipted_message_id => ['3132616200'], message_state => ['03']]],
    ['deliver_sm_empty', 'deliver_sm', [@mobile, short_message => '']],
    ['deliver_sm_resp', 'deliver_sm_resp', [message_id => '']],
    ['deliver_sm_resp_temporary_error', 'deliver_sm_resp', [status => 0x08, message_id => '']],
    ['submit_sm', 'submit_sm', [
        source_addr => '992', dest_addr_ton => 1, dest_addr_npi => 1, destination_addr => '85291234567', registered_delivery => 1,
        data_coding => 8, short_message => ['65365230']],
    ],
    ['submit_sm_resp', 'submit_sm_resp', [message_id => '0000001234']],
    ['submit_sm_resp_throttled_with_body', 'submit_sm_resp', [status => 0x58, message_id => 'x']],
    ['data_sm', 'data_sm', [@mobile, data_coding => 8], [message_payload => ['6551547d']]],
    ['data_sm_resp', 'data_sm_resp', [message_id => 'abc']],
    ['alert_notification', 'alert_notification', [
        source_addr_ton => 1, source_addr_npi => 1, source_addr => '85291234567', esme_addr_ton => 0, esme_addr_npi => 0,
        esme_addr => '992',
    ],
        [ms_availability_status => ['00']]],
    ['cancel_sm_that_we_do_not_type', 'cancel_sm', [message_id => '42', source_addr => '992', destination_addr => '85291234567']],
);

print "# Net::SMPP $Net::SMPP::VERSION: apt-get install libnet-smpp-perl && perl make-net-smpp.pl > net-smpp.hex\n";
print "# For each PDU: its name, the fields that went into it (octet strings and TLVs in hex), the octets.\n";
my $sequence = 0;    # as one SMSC starts
my $json = JSON::PP->new->canonical;
for my $case (@cases) {
    my ($name, $method, $mandatory, $tlvs) = @$case;
    my @mandatory = map { ref $_ ? pack('H*', $_->[0]) : $_ } @$mandatory;
    my @tlvs = map { ref $_ ? pack('H*', $_->[0]) : $_ } @{$tlvs || []};
    $smpp->$method(@mandatory, @tlvs, seq => $sequence);

    my %fields = (command => $method, command_status => 0, sequence_number => $sequence++);
    my @pairs = (@$mandatory, @{$tlvs || []});
    while (my ($key, $value) = splice @pairs, 0, 2) {
        $key = 'command_status' if $key eq 'status';
        $fields{$key} = ref $value ? $value->[0] : $key eq 'short_message' ? unpack('H*', $value) : $value;
    }
    print "$name ", $json->encode(\%fields), "\n", unpack('H*', $Paper::wire), "\n";
}
