// Writes node-smpp-names.hex: what node-smpp calls commands, statuses and TLVs.
//   npm install smpp@0.5.1 && node make-node-smpp-names.js > node-smpp-names.hex
const smpp = require('smpp');
const version = require('smpp/package.json').version;

console.log(`# node-smpp ${version}: npm install smpp@${version} && node make-node-smpp-names.js > node-smpp-names.hex`);
const print = (kind, names, number) =>
  Object.keys(names).forEach(name => console.log(`${kind} ${number(names[name]).toString(16)} ${name}`));
print('command', smpp.commands, command => command.id);
print('status', smpp.errors, status => status);
print('tlv', smpp.tlvs, tlv => tlv.id);
