import { runService } from '#platform/process/run-services.ts';
import { productService } from './service.ts';

await runService(productService, process.env);
