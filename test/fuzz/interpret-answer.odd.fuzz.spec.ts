import { everyOperation } from '../support/every-operation.js';
import { describeOperations } from './support/describe-operations.js';

// Every second call here, the others in a file of their own: two cores do both at once.
describeOperations(everyOperation().filter((_operation, index) => index % 2 === 1));
