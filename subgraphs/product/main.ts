import { runService } from '#platform/process/run-service.ts';
import { productService } from './service.ts';

await runService(productService, process.env);
