/** The contract's words. Ordinal lists run from least to most. */
export const TASKS = [
  "chat",
  "writing",
  "summarization",
  "translation",
  "extraction",
  "classification",
  "question-answering",
  "reasoning",
  "coding",
  "agents",
  "document-analysis",
  "embedding",
  "reranking",
  "image-understanding",
  "video-understanding",
  "ocr",
  "image-generation",
  "image-editing",
  "video-generation",
  "speech-recognition",
  "speech-synthesis",
  "music-generation",
  "voice-agent",
  "protein-structure",
  "binding-affinity",
  "materials-design",
  "autonomous-driving",
  "robot-control",
  "world-simulation",
  "forecasting",
  "tabular-prediction",
] as const;
export type Task = (typeof TASKS)[number];

export const SENSITIVITIES = ["public", "internal", "confidential", "regulated"] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

export const QUALITY_LEVELS = ["basic", "capable", "strong", "frontier"] as const;
export type QualityLevel = (typeof QUALITY_LEVELS)[number];

export const CUSTOMIZATIONS = [
  "none",
  "prompting",
  "retrieval",
  "light-fine-tuning",
  "full-fine-tuning",
  "continued-pretraining",
] as const;
export type Customization = (typeof CUSTOMIZATIONS)[number];

export const SUPPORTS = ["community", "business", "enterprise-sla"] as const;
export type Support = (typeof SUPPORTS)[number];

export const DEPLOYMENT_KINDS = ["vendor-api", "hosted-api", "cloud-gpu", "on-premises", "edge", "app"] as const;
export type DeploymentKind = (typeof DEPLOYMENT_KINDS)[number];

export const SECTORS = [
  "finance",
  "health",
  "government",
  "defense",
  "legal",
  "education",
  "software",
  "media",
  "industry",
  "retail",
  "other",
] as const;
export type Sector = (typeof SECTORS)[number];

export const REGULATIONS = [
  "gdpr",
  "hipaa",
  "pci-dss",
  "glba",
  "fedramp-moderate",
  "fedramp-high",
  "pipl",
  "itar",
  "eu-ai-act-high-risk",
  "sox",
] as const;
export type Regulation = (typeof REGULATIONS)[number];

export const INTERFACES = ["api", "app", "either"] as const;
export type Interface = (typeof INTERFACES)[number];

/** The fixed order of criteria: sums run in it, so that results are byte-identical. */
export const CRITERIA = [
  "performance",
  "tco",
  "privacy",
  "customization",
  "geopolitics",
  "security",
  "support",
  "innovation",
] as const;
export type Criterion = (typeof CRITERIA)[number];

/** What a criterion is called where a reader reads; its id stays where a program or a flag reads. */
export const CRITERION: Readonly<Record<Criterion, string>> = {
  performance: "performance",
  tco: "cost",
  privacy: "privacy",
  customization: "customization",
  geopolitics: "geopolitics",
  security: "security",
  support: "support",
  innovation: "innovation",
};

/** Programs that serve a model on accelerators; the speeds of one do not hold for another. */
export const ENGINES = ["vllm", "tensorrt-llm", "sglang", "llama.cpp"] as const;
export type Engine = (typeof ENGINES)[number];

/** How devices share a model: its matrices, its experts, its layers, or the fastest split into equal replicas. */
export const PARALLELISMS = ["tensor", "expert", "layer", "best"] as const;

/** Formats of cache elements. */
export const KV_QUANTIZATIONS = ["f16", "fp8", "q8_0", "q4_0"] as const;
export type KvQuantization = (typeof KV_QUANTIZATIONS)[number];

/** Formats of weights that are one type throughout; those of GGUF files are in catalog/assumptions.yaml. */
export const PLAIN_QUANTIZATIONS = ["bf16", "fp8", "int8", "nvfp4", "int4", "mxfp4"] as const;
export type PlainQuantization = (typeof PLAIN_QUANTIZATIONS)[number];
