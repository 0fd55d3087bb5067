// Writes node-smpp.hex: what node-smpp puts on the wire, and the fields that it was given.
//   npm install smpp@0.5.1 && node make-node-smpp.js > node-smpp.hex
const smpp = require('smpp');
const version = require('smpp/package.json').version;

const ucs2 = text => Buffer.from(text, 'utf16le').swap16();
const octets = hex => Buffer.from(hex, 'hex');
const mobile = {
  source_addr_ton: 1, source_addr_npi: 1, source_addr: '85291234567', dest_addr_ton: 3, dest_addr_npi: 0, destination_addr: '992',
};
const reply = {
  source_addr_ton: 3, source_addr_npi: 0, source_addr: '992', dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '85291234567',
};
const bind = {
  system_id: 'bridge992', password: 'secret08', system_type: 'EMG', interface_version: 0x34, addr_ton: 3, addr_npi: 1,
  address_range: '^992',
};

const cases = [
  ['bind_receiver', 'bind_receiver', bind],
  ['bind_transmitter', 'bind_transmitter', bind],
  ['bind_transceiver', 'bind_transceiver', bind],
  ['bind_transceiver_of_v5', 'bind_transceiver', { ...bind, interface_version: 0x50 }],
  ['bind_receiver_resp', 'bind_receiver_resp', { system_id: 'HARBOUR' }],
  ['bind_transmitter_resp', 'bind_transmitter_resp', { system_id: 'HARBOUR' }],
  ['bind_transceiver_resp_with_version', 'bind_transceiver_resp', { system_id: 'HARBOUR', sc_interface_version: 0x34 }],
  ['bind_transceiver_resp_bad_password_without_body', 'bind_transceiver_resp', { command_status: 0x0e }],
  ['outbind', 'outbind', { system_id: 'HARBOUR', password: 'pw' }],
  ['unbind', 'unbind', {}],
  ['unbind_resp', 'unbind_resp', {}],
  ['enquire_link', 'enquire_link', {}],
  ['enquire_link_resp', 'enquire_link_resp', {}],
  ['generic_nack_invalid_command_id', 'generic_nack', { command_status: 0x03 }],
  ['deliver_sm_gsm7', 'deliver_sm', {
    ...mobile, service_type: 'CMT', data_coding: 0, short_message: { message: 'Fire at 3/F, 12 Nathan Road {Tower 2} @ lobby' },
  }],
  ['deliver_sm_ucs2', 'deliver_sm', { ...mobile, data_coding: 8, short_message: ucs2('火警 旺角彌敦道600號 有人被困') }],
  ['deliver_sm_ucs2_udh_part_2_of_3', 'deliver_sm', {
    ...mobile, esm_class: 0x40, data_coding: 8, short_message: Buffer.concat([octets('0500032a0302'), ucs2('我在三樓')]),
  }],
  ['deliver_sm_gsm7_udh16', 'deliver_sm', {
    ...mobile, esm_class: 0x40, data_coding: 0, short_message: { udh: octets('06080412340201'), message: 'Robber inside' },
  }],
  ['deliver_sm_receipt', 'deliver_sm', {
    ...mobile, esm_class: 0x04,
    short_message: Buffer.from(
      'id:0123456789 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:reply'),
  }],
  ['deliver_sm_receipt_by_tlvs', 'deliver_sm', {
    ...mobile, esm_class: 0x04, receipted_message_id: '7f3a', message_state: 5, network_error_code: octets('030017'),
  }],
  ['deliver_sm_sar', 'deliver_sm', {
    ...mobile, data_coding: 8, short_message: ucs2('第二段'), sar_msg_ref_num: 513, sar_total_segments: 3, sar_segment_seqnum: 2,
  }],
  ['deliver_sm_message_payload', 'deliver_sm', { ...mobile, data_coding: 8, message_payload: ucs2('救命'.repeat(200)) }],
  ['deliver_sm_scheduled_time_of_the_centre', 'deliver_sm', {
    ...mobile, schedule_delivery_time: '260101120000032+', short_message: Buffer.from('help'),
  }],
  ['deliver_sm_254_octets', 'deliver_sm', { ...mobile, data_coding: 4, short_message: Buffer.alloc(254, 0xa5) }],
  ['deliver_sm_resp', 'deliver_sm_resp', { message_id: '' }],
  ['deliver_sm_resp_error_without_body', 'deliver_sm_resp', { command_status: 0x08 }],
  ['submit_sm_ucs2', 'submit_sm', {
    ...reply, registered_delivery: 1, data_coding: 8, validity_period: '000000003000000R', short_message: ucs2('收到有關報告，警員很快會到達。'),
  }],
  ['submit_sm_payload', 'submit_sm', { ...reply, registered_delivery: 1, data_coding: 8, message_payload: ucs2('請留在安全地方'.repeat(30)) }],
  ['submit_sm_resp', 'submit_sm_resp', { message_id: '4f2c9a10' }],
  ['submit_sm_resp_throttled_without_body', 'submit_sm_resp', { command_status: 0x58 }],
  ['data_sm', 'data_sm', { ...mobile, data_coding: 8, message_payload: ucs2('車禍 獅子山隧道') }],
  ['data_sm_resp', 'data_sm_resp', { message_id: 'abc' }],
  ['alert_notification', 'alert_notification', {
    source_addr_ton: 1, source_addr_npi: 1, source_addr: '85291234567', esme_addr_ton: 3, esme_addr_npi: 0, esme_addr: '992',
    ms_availability_status: 0,
  }],
  ['query_sm', 'query_sm', { message_id: '42', source_addr_ton: 3, source_addr_npi: 0, source_addr: '992' }],
  ['query_sm_resp', 'query_sm_resp', { message_id: '42', final_date: '260101120000032+', message_state: 2, error_code: 23 }],
  ['query_sm_resp_failed_without_body', 'query_sm_resp', { command_status: 0x67 }],
  ['replace_sm', 'replace_sm', {
    message_id: '42', source_addr_ton: 3, source_addr_npi: 0, source_addr: '992', validity_period: '000000003000000R',
    registered_delivery: 1, short_message: ucs2('警員已經到達'),
  }],
  ['replace_sm_resp', 'replace_sm_resp', {}],
  ['cancel_sm', 'cancel_sm', { service_type: 'CMT', message_id: '42', ...reply }],
  ['cancel_sm_resp_failed', 'cancel_sm_resp', { command_status: 0x11 }],
  ['submit_multi', 'submit_multi', {
    source_addr_ton: 3, source_addr_npi: 0, source_addr: '992',
    dest_address: [{ dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '85291234567' }, { dl_name: 'police' }], registered_delivery: 1,
    data_coding: 8, short_message: ucs2('收到'), congestion_state: 30,
  }],
  ['submit_multi_resp', 'submit_multi_resp', {
    message_id: '43', unsuccess_sme: [{ dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '85291234567', error_status_code: 0x0b }],
  }],
  ['broadcast_sm_kept_whole', 'broadcast_sm', {
    message_id: '44', source_addr_ton: 3, source_addr_npi: 0, source_addr: '992', data_coding: 8,
  }],
  ['submit_sm_resp_congested', 'submit_sm_resp', { message_id: '45', congestion_state: 95 }],
];

console.log(`# node-smpp ${version}: npm install smpp@${version} && node make-node-smpp.js > node-smpp.hex`);
console.log('# For each PDU: its name, the fields that went into it (octet strings and TLVs in hex), the octets.');
cases.forEach(([name, command, given], i) => {
  const sequence_number = i === 0 ? 0x7fffffff : i;
  const pdu = new smpp.PDU(command, { ...given, sequence_number });
  const wire = pdu.toBuffer();
  const fields = { command, command_status: given.command_status || 0, sequence_number };
  for (const key of Object.keys(given)) {
    if (key === 'command_status') continue;
    const tlv = !(key in (smpp.commands[command].params || {})) && smpp.tlvs[key];
    if (tlv) {
      const value = Buffer.alloc(tlv.type.size(pdu[key]));
      tlv.type.write(pdu[key], value, 0);
      fields[key] = value.toString('hex');
    } else {
      fields[key] = Buffer.isBuffer(pdu[key]) ? pdu[key].toString('hex')
        : Array.isArray(pdu[key]) ? pdu[key].map((entry) => Object.values(entry).join(' ')).join(', ')
        : pdu[key];
    }
  }
  console.log(`${name} ${JSON.stringify(fields)}\n${wire.toString('hex')}`);
});
