// An OPC UA server of node-opcua, without security: ns=1;s=counter (Int32, one up every 100 ms), temp (Double 21.5),
// setpoint (Int16 1200, writable), running (Boolean true, writable), name (String "press", writable), still (Int32 7).
// argument: the port of 127.0.0.1
'use strict';
const { OPCUAServer } = require('node-opcua-server');
const { DataType, Variant } = require('node-opcua-variant');
const { SecurityPolicy, MessageSecurityMode } = require('node-opcua-secure-channel');
const os = require('os');
const path = require('path');
const { OPCUACertificateManager } = require('node-opcua-certificate-manager');

async function main() {
  const pki = path.join(process.argv[3] || os.tmpdir(), 'pki');
  const server = new OPCUAServer({
    port: Number(process.argv[2]),
    host: '127.0.0.1',
    hostname: '127.0.0.1',
    resourcePath: '/plant',
    serverCertificateManager: new OPCUACertificateManager({ rootFolder: pki, automaticallyAcceptUnknownCertificate: true }),
  });
  await server.initialize();
  const space = server.engine.addressSpace;
  const owned = space.getOwnNamespace();
  const plant = owned.addObject({ organizedBy: space.rootFolder.objects, browseName: 'Plant' });
  const variable = (name, dataType, value, access) => {
    const holder = owned.addVariable({
      componentOf: plant, browseName: name, nodeId: 's=' + name, dataType,
      accessLevel: access, userAccessLevel: access,
    });
    holder.setValueFromSource(new Variant({ dataType: DataType[dataType], value }));
    return holder;
  };
  const counter = variable('counter', 'Int32', 0, 'CurrentRead');
  variable('temp', 'Double', 21.5, 'CurrentRead');
  variable('setpoint', 'Int16', 1200, 'CurrentRead | CurrentWrite');
  variable('running', 'Boolean', true, 'CurrentRead | CurrentWrite');
  variable('name', 'String', 'press', 'CurrentRead | CurrentWrite');
  variable('still', 'Int32', 7, 'CurrentRead');
  let count = 0;
  setInterval(() => counter.setValueFromSource(new Variant({ dataType: DataType.Int32, value: ++count })), 100);
  await server.start();
  console.log('listening on ' + process.argv[2]);
}
main().catch((error) => {
  console.error(error);
  process.exit(1);
});
