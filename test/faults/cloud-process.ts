import { openShop } from './shop.ts';

/** `node cloud-process.ts DIR`: a shop that keeps its data in DIR and says where it is. */
const [dataDir] = process.argv.slice(2);
const { cloud } = await openShop({ dataDir });
process.stdout.write(JSON.stringify({ url: cloud.url, liveUrl: cloud.liveUrl }));
