import"./chunk-CUKDL2RC.js";import"./chunk-PX6REH5O.js";import"./chunk-OOJM4CTU.js";
