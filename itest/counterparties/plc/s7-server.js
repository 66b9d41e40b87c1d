// A CPU of snap7: DB 1 of 256 bytes, in memory. DB 1 starts with a counter (DINT at byte 0, one up every 100 ms),
// 21.5 (REAL at 4), 1200 (INT at 8), bit 0 of byte 10 set, "press" (STRING[20] at 12). Other blocks do not exist.
// argument: the port of 127.0.0.1
'use strict';
const { S7Server } = require('node-snap7');

const db = Buffer.alloc(256);
db.writeFloatBE(21.5, 4);
db.writeInt16BE(1200, 8);
db[10] = 1;
db[12] = 20;
db[13] = 5;
db.write('press', 14, 'latin1');

const server = new S7Server();
server.SetParam(server.LocalPort, Number(process.argv[2]));
server.RegisterArea(server.srvAreaDB, 1, db);
if (!server.StartTo('127.0.0.1')) {
  console.error('cannot listen: ' + server.ErrorText(server.LastError()));
  process.exit(1);
}
setInterval(() => {
  const now = server.GetArea(server.srvAreaDB, 1);
  now.writeInt32BE((now.readInt32BE(0) + 1) | 0, 0);
  server.SetArea(server.srvAreaDB, 1, now);
}, 100);
console.log('listening on ' + process.argv[2]);
