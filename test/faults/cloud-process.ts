import { join } from 'node:path';
import { publishCloud } from '../../packages/local-cloud/src/publish-cloud.ts';
import { openShop } from './shop.ts';

/** `node cloud-process.ts DIR`: a shop that keeps its data in DIR and says where it is. Commands find it by its port. */
const [dataDir] = process.argv.slice(2);
const { cloud } = await openShop({ dataDir });
await publishCloud(cloud, join(import.meta.dirname, '..', '..', '.cache'));
process.stdout.write(JSON.stringify({ url: cloud.url, liveUrl: cloud.liveUrl }));
