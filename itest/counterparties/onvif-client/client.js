// Asks a camera with npm's onvif client and prints what it says, a line for each: client.js PORT USER PASSWORD
const {Cam} = require('onvif');

const [port, username, password] = process.argv.slice(2);
const cam = new Cam({hostname: '127.0.0.1', port: Number(port), username, password, preserveAddress: true, timeout: 5000},
  async (error) => {
    if (error) {
      console.log('error', error.message);
      process.exit(1);
    }
    const ask = (method, options) => new Promise((resolve, reject) => {
      const done = (e, answer) => (e ? reject(e) : resolve(answer));
      options === undefined ? cam[method](done) : cam[method](options, done);
    });
    try {
      const information = await ask('getDeviceInformation');
      console.log('model', information.model);
      console.log('profiles', cam.profiles.map((profile) => profile.$.token).join(','));
      console.log('stream', (await ask('getStreamUri', {protocol: 'RTSP'})).uri);
      console.log('snapshot', (await ask('getSnapshotUri', {})).uri);
      await ask('absoluteMove', {x: 0.25, y: -0.5, zoom: 0.75});
      const status = await ask('getStatus', {});
      console.log('position', status.position.x, status.position.y, status.position.zoom);
      console.log('presets', JSON.stringify(await ask('getPresets', {})));
      const imaging = await ask('getImagingSettings', {token: 'vs0'});
      console.log('brightness', imaging.brightness);
      console.log('hostname', (await ask('getHostname')).name);
      cam.on('event', (message) => {
        console.log('event', message.topic._);
        cam.removeAllListeners('event');
        process.exit(0);
      });
    } catch (e) {
      console.log('error', e.message);
      process.exit(1);
    }
  });
